-- Two transactions, or two accounts, that may be one and that only a person can tell. The older one is what stays when it
-- is accepted. A pair is proposed once, whatever became of it.
create table suggestions (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  kind text not null check (kind in ('transaction', 'account')),
  status text not null check (status in ('open', 'accepted', 'rejected', 'superseded')),
  connection_id uuid not null,
  -- The account of the two transactions, or the newer one of two accounts.
  account_id uuid not null,
  older_id uuid not null,
  newer_id uuid not null,
  reasons text[] not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, older_id, newer_id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check ((status = 'open') = (closed_at is null))
);
create index suggestions_newest on suggestions (organization_id, environment, id desc);
create index suggestions_of_newer on suggestions (organization_id, newer_id);
