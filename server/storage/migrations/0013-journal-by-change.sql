-- The journal looks every half a minute for requests that changed since.
create index requests_by_change on requests (updated_at);
