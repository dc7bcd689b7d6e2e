-- The transaction that wrote an event, by which the log is followed: ids are made before the commit, so whoever goes by them passes
-- over what commits late. Events from before have none, and nobody follows so far back. The default comes in a step of its own: given with
-- the column it would count for the rows that are there. These are not in the index, so it takes one look at the table and no writing.
alter table events add column written_by xid8;
alter table events alter column written_by set default pg_current_xact_id();
create index events_written on events (organization_id, environment, written_by, id) where written_by is not null;

-- Ids of transactions mean something on one database server only, and only until that is brought back to an earlier state. What tells such
-- times apart goes into the cursors.
create table event_era (
  is_only boolean primary key default true check (is_only),
  id uuid not null,
  -- The server, and the line of its history; null before the first start.
  server text
);
insert into event_era (id) values (gen_random_uuid());
