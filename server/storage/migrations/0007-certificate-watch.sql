-- When the certificates lapse that issuing depends on, as a worker saw them last: servers hold no keys and cannot look.
create table certificate_watch (
  kind text not null check (kind in ('signing-certificate', 'time-stamping-certificate', 'server-certificate', 'trust-anchor')),
  name text not null,
  lapses_at timestamptz,
  problem text,
  seen_at timestamptz not null,
  primary key (kind, name)
);
