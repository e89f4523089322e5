create table kiosks (
  id text primary key,
  name text not null,
  place text not null,
  authority text not null,
  is_enabled boolean not null default true,
  enrolled_at timestamptz not null,
  last_seen_at timestamptz,
  started_at timestamptz,
  software_version text,
  is_visit_under_way boolean not null default false,
  is_staff_called boolean not null default false,
  last_visit_ended_at timestamptz,
  devices jsonb not null default '[]'
);

create table staff (
  id uuid primary key,
  full_name text not null,
  roles text[] not null,
  signer_name text,
  is_active boolean not null default true,
  created_at timestamptz not null
);
create unique index staff_by_signer on staff (signer_name) where signer_name is not null;

-- Why a person may certify (Decree 280/2025): chairman, authorised or assigned, with decision, dates and scope.
create table signing_authorisations (
  id uuid primary key,
  staff_id uuid not null references staff (id),
  authority text not null,
  basis text not null check (basis in ('chairman', 'authorised', 'assigned')),
  decision_number text not null,
  decision_date date not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  products text[] not null,
  title_lines text[] not null,
  withdrawn_at timestamptz
);
create index signing_authorisations_by_staff on signing_authorisations (staff_id);

create table passkeys (
  credential_id text primary key,
  staff_id uuid not null references staff (id),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_by_staff on passkeys (staff_id);

create table passkey_challenges (
  id uuid primary key,
  purpose text not null check (purpose in ('enrolment', 'sign-in')),
  staff_id uuid references staff (id),
  challenge text not null,
  expires_at timestamptz not null
);

create table staff_sessions (
  token_hash text primary key,
  staff_id uuid not null references staff (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null
);

create table enrolment_links (
  token_hash text primary key,
  staff_id uuid not null references staff (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null,
  actor jsonb,
  subject text,
  is_success boolean not null,
  detail text
);
create index audit_by_code on audit (code, id);
create trigger audit_is_append_only before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_is_never_truncated before truncate on audit
  for each statement execute function refuse_change();
