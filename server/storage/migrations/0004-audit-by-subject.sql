-- Wrong check codes of a copy within the last hour are counted at every attempt.
create index audit_by_subject on audit (subject, at) where subject is not null;
