-- Which actions each journal leaf covers: a request and how many of its first actions, with their salted digest.
create table journal_entries (
  leaf_index bigint not null references log_leaves (leaf_index),
  request_id uuid not null,
  action_count integer not null check (action_count >= 1),
  digest text not null,
  primary key (leaf_index, request_id)
);
create index journal_entries_by_request on journal_entries (request_id, action_count);
create trigger journal_entries_are_append_only before update or delete on journal_entries
  for each row execute function refuse_change();
create trigger journal_entries_are_never_truncated before truncate on journal_entries
  for each statement execute function refuse_change();
