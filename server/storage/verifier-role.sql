-- What the role of a verifier may read. Run it after every upgrade, as the owner of the tables:
--   create role saoy_verifier login password '…';
--   \i verifier-role.sql
grant usage on schema public to saoy_verifier;
-- Not the hash of the check code, nor where files are kept.
grant select (code, product, number, book, issued_at, page_count, document_title, holder_masked, certifier_name,
              certifier_title, state, sha256, are_pages_shown, annulment) on copies to saoy_verifier;
grant select (code, version, sha256) on copy_versions to saoy_verifier;
grant select (code, sha256) on copy_pages to saoy_verifier;
grant select on annulment_lists, annulment_segments to saoy_verifier;
