-- Annulled copies in the order in which the published list names them; the list only grows.
create table annulment_entries (
  position integer primary key,
  code text not null unique references copies (code)
);

-- Full runs of entries as they are published, under the digest that lists name them by.
create table annulment_segments (
  number integer primary key,
  sha256 text not null unique,
  content bytea not null
);

-- Signed lists, the newest of which is published.
create table annulment_lists (
  sequence integer primary key,
  made_at timestamptz not null,
  next_update timestamptz not null,
  entries integer not null,
  message bytea not null
);

-- Looked through every few seconds for what the list does not name yet.
create index copies_annulled on copies (code) where state = 'annulled';

create trigger annulment_entries_stay before update or delete on annulment_entries
  for each row execute function refuse_change();
create trigger annulment_segments_stay before update or delete on annulment_segments
  for each row execute function refuse_change();
