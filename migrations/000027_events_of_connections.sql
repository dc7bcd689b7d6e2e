-- An index on an expression of JSON cannot be used where a policy guards the table: PostgreSQL would have to compute the
-- expression for rows that the policy may hide. A column of its own can.
alter table events add column connection_id text generated always as (data ->> 'connectionId') stored;
drop index events_of_connection;
create index events_of_connection on events (organization_id, environment, connection_id, id desc)
  where connection_id is not null;
