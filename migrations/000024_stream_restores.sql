-- States that streams were brought back to from a backup. Cursors that were issued after such a state, before the restore,
-- have seen changes that no longer exist; they are told by this. The id is part of what authenticates cursors from then on.
create table stream_restores (
  organization_id uuid not null references organizations on delete cascade,
  environment text not null check (environment in ('live', 'test')),
  -- Of the stream's restores in order, from 1.
  number int not null check (number > 0),
  id uuid not null,
  restored_at timestamptz not null,
  -- The moment that the backup shows.
  taken_at timestamptz not null,
  -- Position of the latest change in the backup.
  head bigint not null,
  primary key (organization_id, environment, number)
);
