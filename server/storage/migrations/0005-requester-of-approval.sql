-- The name a certifier enters where no face matched a card (column of the SCT/BS register).
alter table approvals add column requester_name text;
