-- Mail for a delegated user is addressed to its user name.
create index connections_by_username on connections (delegated_username) where status <> 'revoked';

-- Phone numbers of the installation's pool that connections have; each belongs to one at a time.
create table delegated_phone_numbers (
  organization_id uuid not null,
  connection_id uuid not null,
  phone_number text not null unique,
  assigned_at timestamptz not null,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

-- When a question was announced. One that a message is expected to answer is announced only when none came for a while.
alter table mfa_challenges add column announced_at timestamptz;
