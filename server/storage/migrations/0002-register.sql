-- Register rows are written once with their number; later only state and remarks change, and nothing is ever deleted.
create table register_counters (
  authority text not null,
  product text not null,
  year integer not null,
  last_number integer not null,
  last_issued_at timestamptz not null,
  primary key (authority, product, year)
);

create table register_rows (
  authority text not null,
  product text not null,
  year integer not null,
  number integer not null check (number >= 1),
  book text not null,
  request_id uuid not null unique references requests (id),
  code text not null unique,
  issued_at timestamptz not null,
  requester_name text not null,
  document_title text not null,
  certifier_name text not null,
  certifier_title text not null,
  copies integer not null,
  fee_vnd bigint not null,
  remarks text not null default '',
  state text not null check (state in ('numbered', 'issued', 'voided', 'annulled')),
  primary key (authority, product, year, number)
);

create function keep_register_row() returns trigger language plpgsql as $$
begin
  if (new.authority, new.product, new.year, new.number, new.book, new.request_id, new.code, new.issued_at,
      new.requester_name, new.document_title, new.certifier_name, new.certifier_title, new.copies, new.fee_vnd)
     is distinct from
     (old.authority, old.product, old.year, old.number, old.book, old.request_id, old.code, old.issued_at,
      old.requester_name, old.document_title, old.certifier_name, old.certifier_title, old.copies, old.fee_vnd)
  then
    raise exception 'a register row keeps its content' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger register_rows_keep_their_content before update on register_rows
  for each row execute function keep_register_row();
create trigger register_rows_are_never_deleted before delete on register_rows
  for each row execute function refuse_change();
create trigger register_is_never_truncated before truncate on register_rows
  for each statement execute function refuse_change();

create table copies (
  code text primary key,
  request_id uuid not null unique references requests (id),
  authority text not null,
  product text not null,
  year integer not null,
  number integer not null,
  book text not null,
  issued_at timestamptz not null,
  page_count integer not null,
  document_type text not null,
  document_title jsonb not null,
  holder_masked text,
  certifier_name text,
  certifier_title text,
  signer_name text,
  check_code_hash text not null,
  state text not null check (state in ('pending', 'issued', 'voided', 'annulled')),
  sha256 text,
  size_bytes integer,
  file_key text,
  print_key text,
  released_at timestamptz,
  are_pages_shown boolean not null default true,
  times_opened integer not null default 0,
  wrong_check_codes integer not null default 0,
  annulment jsonb,
  foreign key (authority, product, year, number) references register_rows (authority, product, year, number)
);
create unique index copies_by_sha256 on copies (sha256) where sha256 is not null;

create table copy_pages (
  code text not null references copies (code),
  position integer not null,
  sha256 text not null,
  image_key text not null,
  rotation integer not null,
  width_px integer not null,
  height_px integer not null,
  primary key (code, position)
);

create table page_tickets (
  ticket_hash text primary key,
  code text not null references copies (code),
  expires_at timestamptz not null
);

create table download_links (
  secret_hash text primary key,
  request_id uuid not null unique references requests (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  downloads integer not null default 0
);
