-- The transparency log: an append-only tree whose leaves are salted hashes of records. See docs/log-format.md.
create table log_leaves (
  leaf_index bigint primary key check (leaf_index >= 0),
  kind text not null check (kind in ('issue', 'annulment', 'renewal', 'journal')),
  -- What the record is about and the how-manieth of its kind: nothing gets two leaves.
  subject text not null,
  revision integer not null default 1 check (revision >= 1),
  logged_at timestamptz not null,
  -- The canonical record exactly as it was hashed.
  record text not null,
  salt bytea not null check (length(salt) = 32),
  -- Salt of the digests inside the record; known to this database only.
  digest_salt bytea not null check (length(digest_salt) = 32),
  entry bytea not null check (length(entry) = 34),
  -- Shows that a process with the master key wrote the row: only such leaves are ever covered by a checkpoint.
  mac bytea not null check (length(mac) = 32),
  unique (kind, subject, revision)
);
create index log_leaves_by_subject on log_leaves (subject, leaf_index);

create table log_checkpoints (
  tree_size bigint primary key check (tree_size >= 0),
  root_hash bytea not null check (length(root_hash) = 32),
  signed_at timestamptz not null,
  note text not null
);

create table log_cosignatures (
  tree_size bigint not null references log_checkpoints (tree_size),
  witness text not null,
  line text not null,
  received_at timestamptz not null,
  primary key (tree_size, witness)
);

-- Whose signatures stand under the checkpoints, for who answers the public but holds no key.
create table log_keys (
  verifier_key text primary key,
  role text not null check (role in ('log', 'witness')),
  name text not null,
  since timestamptz not null
);

-- 256 hashes a row, level after level as they are published; the last row of a level grows to its end.
create table log_tiles (
  level integer not null check (level between 0 and 7),
  tile_index bigint not null check (tile_index >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, tile_index)
);

-- The proof with which a copy was released, as C2SP tlog-proof has it; beside the file, never inside.
create table copy_proofs (
  leaf_index bigint primary key references log_leaves (leaf_index),
  code text not null,
  proof text not null,
  stored_at timestamptz not null
);
create index copy_proofs_by_code on copy_proofs (code);

create function grow_log_tile() returns trigger language plpgsql as $$
begin
  if (new.level, new.tile_index) is distinct from (old.level, old.tile_index)
     or length(new.hashes) < length(old.hashes)
     or substring(new.hashes from 1 for length(old.hashes)) is distinct from old.hashes
  then
    raise exception 'a tile of the log only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_tiles_only_grow before update on log_tiles
  for each row execute function grow_log_tile();
create trigger log_tiles_stay before delete on log_tiles
  for each row execute function refuse_change();
create trigger log_tiles_are_never_truncated before truncate on log_tiles
  for each statement execute function refuse_change();

create trigger log_leaves_are_append_only before update or delete on log_leaves
  for each row execute function refuse_change();
create trigger log_leaves_are_never_truncated before truncate on log_leaves
  for each statement execute function refuse_change();
create trigger log_checkpoints_are_append_only before update or delete on log_checkpoints
  for each row execute function refuse_change();
create trigger log_checkpoints_are_never_truncated before truncate on log_checkpoints
  for each statement execute function refuse_change();
create trigger log_cosignatures_are_append_only before update or delete on log_cosignatures
  for each row execute function refuse_change();
create trigger log_cosignatures_are_never_truncated before truncate on log_cosignatures
  for each statement execute function refuse_change();
create trigger copy_proofs_are_append_only before update or delete on copy_proofs
  for each row execute function refuse_change();
create trigger copy_proofs_are_never_truncated before truncate on copy_proofs
  for each statement execute function refuse_change();

-- Shows that a process with the master key wrote the action; null for actions from before the log.
alter table actions add column mac bytea;
