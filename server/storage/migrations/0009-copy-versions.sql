-- Every file that was ever released for a copy: the first, and one for each renewal of its archive time-stamp.
create table copy_versions (
  code text not null references copies (code),
  version integer not null check (version >= 1),
  sha256 text not null unique,
  size_bytes integer not null,
  file_key text not null,
  -- Place of its record in the transparency log.
  leaf_index bigint,
  -- Until when the certificates of the newest time-stamp are valid; null while nobody has looked.
  stamp_valid_until timestamptz,
  -- By when a renewal must be made; null once there is a later version or the copy is annulled.
  renew_by timestamptz,
  -- Why the last try failed, as an error code, how often in a row, and when it may be tried again.
  renewal_problem text,
  renewal_failures integer not null default 0,
  retry_at timestamptz,
  made_at timestamptz not null,
  primary key (code, version)
);
create index copy_versions_to_renew on copy_versions (renew_by) where renew_by is not null;
create index copy_versions_to_retry on copy_versions (retry_at) where retry_at is not null;

create function keep_copy_version() returns trigger language plpgsql as $$
begin
  if (new.code, new.version, new.sha256, new.size_bytes, new.file_key, new.made_at)
     is distinct from
     (old.code, old.version, old.sha256, old.size_bytes, old.file_key, old.made_at)
  then
    raise exception 'a version of a copy keeps its content' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger copy_versions_keep_their_content before update on copy_versions
  for each row execute function keep_copy_version();
create trigger copy_versions_are_never_deleted before delete on copy_versions
  for each row execute function refuse_change();
create trigger copy_versions_are_never_truncated before truncate on copy_versions
  for each statement execute function refuse_change();

insert into copy_versions (code, version, sha256, size_bytes, file_key, renew_by, made_at)
select code, 1, sha256, size_bytes, file_key, case when state = 'issued' then released_at end, released_at
from copies
where sha256 is not null and file_key is not null and released_at is not null;

-- Whose page images a file shows.
create index copy_pages_by_sha256 on copy_pages (sha256);
create index download_links_by_expiry on download_links (expires_at);
-- Housekeeping asks of every stored object whether something refers to it.
create index copy_versions_by_file on copy_versions (file_key);
create index copies_by_file on copies (file_key) where file_key is not null;
create index copies_by_print on copies (print_key) where print_key is not null;
create index copy_pages_by_image on copy_pages (image_key);
create index pages_by_image on pages (image_key) where image_key is not null;
create index pages_by_reading on pages (reading_key) where reading_key is not null;
create index upload_parts_by_object on upload_parts (object_key);
