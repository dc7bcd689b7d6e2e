-- How often a run was taken up after its worker had come to no end, so that one that ends its workers is not begun for ever.
alter table sync_runs add column recoveries smallint not null default 0;
