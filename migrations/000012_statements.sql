-- Statements: documents of a bank's portal and bank files, one for each account that they speak of. The bytes lie in the
-- evidence store under their SHA-256.
create table statements (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  account_id uuid not null,
  -- How the source names it among the statements of the account, so that it is kept once.
  source_key text not null,
  period_start date,
  period_end date,
  currency text not null,
  opening_balance numeric,
  closing_balance numeric,
  format text not null check (format in ('pdf', 'bai2', 'camt052', 'camt053', 'camt054', 'mt940', 'mt942', 'ofx', 'qfx', 'qif', 'csv')),
  file_name text,
  content_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  source text not null check (source in ('portal', 'upload')),
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, account_id, source_key),
  foreign key (organization_id, account_id) references accounts on delete cascade
);
create index statements_newest on statements (organization_id, environment, id desc);
create index statements_of_account on statements (organization_id, account_id, id desc);

-- When the portal was last asked for new documents of the account.
alter table accounts add column statements_read_at timestamptz;
