-- Keys of seals: the public halves. A key goes from active to retired or compromised, from retired to compromised, never back.
create table seal_keys (
  key_id text primary key check (key_id ~ '^[0-9a-f]{16}$'),
  public_key bytea not null check (length(public_key) = 64),
  authority text not null,
  state text not null check (state in ('active', 'retired', 'compromised')),
  valid_from timestamptz not null,
  valid_until timestamptz,
  compromised_at timestamptz,
  added_at timestamptz not null,
  check ((valid_until is null) = (state = 'active')),
  check ((compromised_at is not null) = (state = 'compromised'))
);

create function keep_seal_key() returns trigger language plpgsql as $$
begin
  if (new.key_id, new.public_key, new.authority, new.valid_from, new.added_at)
     is distinct from (old.key_id, old.public_key, old.authority, old.valid_from, old.added_at)
     or old.state = 'compromised' or (old.state = 'retired' and new.state = 'active')
  then
    raise exception 'a seal key keeps its content and does not come back' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger seal_keys_keep_their_content before update on seal_keys
  for each row execute function keep_seal_key();
create trigger seal_keys_are_never_deleted before delete on seal_keys
  for each row execute function refuse_change();

-- Signed lists of them; old ones are kept for a while for whoever compares.
create table seal_key_lists (
  sequence integer primary key,
  made_at timestamptz not null,
  next_update timestamptz not null,
  content_sha256 text not null,
  message bytea not null
);
