-- Requests and what hangs on them. Actions are the truth; the columns of requests are their fold, kept for queries.
create table requests (
  id uuid primary key,
  visit_id uuid not null,
  kiosk_id text not null,
  authority text not null,
  product text not null check (product in ('certified', 'digital')),
  language text not null,
  status text not null,
  revision integer not null check (revision >= 1),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  confirmed_at timestamptz,
  due_at timestamptz,
  settled_at timestamptz,
  pages_erased_at timestamptz
);
create index requests_by_status on requests (status, updated_at);
create index requests_by_kiosk on requests (kiosk_id, created_at);
create index requests_to_erase on requests (settled_at) where pages_erased_at is null;

create table actions (
  request_id uuid not null references requests (id),
  sequence integer not null check (sequence >= 1),
  at timestamptz not null,
  actor jsonb not null,
  event jsonb not null,
  primary key (request_id, sequence)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger actions_are_append_only before update or delete on actions
  for each row execute function refuse_change();
create trigger actions_are_never_truncated before truncate on actions
  for each statement execute function refuse_change();

create table pages (
  request_id uuid not null references requests (id),
  sha256 text not null,
  position integer,
  state text not null check (state in ('reading', 'read', 'failed')),
  code text,
  size_bytes integer not null,
  width_px integer not null,
  height_px integer not null,
  resolution_dpi real not null,
  orientation integer not null,
  image_key text,
  reading_key text,
  received_at timestamptz not null,
  primary key (request_id, sha256)
);

create table upload_parts (
  request_id uuid not null references requests (id),
  sha256 text not null,
  offset_bytes integer not null,
  size_bytes integer not null check (size_bytes > 0),
  total_bytes integer not null,
  object_key text not null,
  received_at timestamptz not null,
  primary key (request_id, sha256, offset_bytes)
);

create table identity_outcomes (
  session_id uuid primary key,
  kiosk_id text not null,
  visit_id uuid not null,
  evidence jsonb not null,
  decided_at timestamptz not null
);
create index identity_outcomes_by_time on identity_outcomes (decided_at);

create table approvals (
  id uuid primary key,
  request_id uuid not null references requests (id),
  staff_id uuid not null,
  signer_name text not null,
  challenge text not null,
  page_digests text[] not null,
  wording text[] not null,
  is_identity_confirmed boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  assertion jsonb,
  approved_at timestamptz
);
create index approvals_by_request on approvals (request_id);
