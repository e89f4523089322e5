-- What the database role of a verifier may read. Run as the owner of the tables, after every upgrade:
--   create role saoy_verifier login password '…';
--   \i server/storage/verifier-role.sql
grant usage on schema public to saoy_verifier;
-- Not the hash of the check code, from which the code could be guessed, nor where files are kept.
grant select (code, product, number, book, issued_at, page_count, document_title, holder_masked, certifier_name,
              certifier_title, state, sha256, are_pages_shown, annulment) on copies to saoy_verifier;
grant select (code, version, sha256) on copy_versions to saoy_verifier;
grant select (code, sha256) on copy_pages to saoy_verifier;
grant select on annulment_lists, annulment_segments, seal_key_lists to saoy_verifier;
-- Not the salt of the digests inside the records.
grant select (leaf_index, kind, subject, record, salt, entry) on log_leaves to saoy_verifier;
grant select on log_checkpoints, log_cosignatures, log_tiles, log_keys to saoy_verifier;
