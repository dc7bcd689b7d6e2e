-- What will stop the reading of a connection, or of a part of it, while the rest still works: the bank announces that a
-- password runs out, or shows less than before. A line is there as long as it holds.
create table connection_warnings (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  -- Null where no account alone is meant.
  account_id uuid,
  code text not null check (code in ('password_expiring', 'access_expiring', 'device_expiring', 'account_not_listed',
    'transactions_denied', 'balances_denied', 'statements_denied')),
  -- Who can end it.
  actor text not null check (actor in ('endUser', 'integrator', 'platform')),
  first_seen_at timestamptz not null,
  -- Null while it was seen once only and one look does not prove it: then nobody is told.
  raised_at timestamptz,
  -- Of what runs out: the day, whether the bank named it or counted days, and the nearest distance that was announced.
  ends_on date,
  is_exact boolean,
  announced_days integer,
  primary key (organization_id, id),
  unique nulls not distinct (organization_id, connection_id, code, account_id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  foreign key (organization_id, account_id) references accounts on delete cascade,
  check ((ends_on is null) = (is_exact is null)),
  check ((ends_on is null) = (code not in ('password_expiring', 'access_expiring', 'device_expiring')))
);
