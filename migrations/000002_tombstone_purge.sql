-- Where a stream stood at a moment: every change up to the position was visible then. By these marks, not by the times
-- that writers gave their changes, is decided which tombstones no valid cursor can lack.
create table stream_marks (
  organization_id uuid not null references organizations on delete cascade,
  environment text not null check (environment in ('live', 'test')),
  at timestamptz not null,
  position bigint not null,
  primary key (organization_id, environment, at)
);

create index transactions_tombstones on transactions (organization_id, environment, last_position)
  where removed_at is not null;
