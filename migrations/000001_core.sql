-- Every tenant table's primary key begins with the organization, and no query crosses organizations: the schema can be
-- sharded by organization as it stands. Instants are written by the application, with milliseconds and never with the
-- database's own clock, because test environments live in virtual time.

create table organizations (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);

-- One data key per organization, wrapped by the master key. Without the master key a dump reveals no credential.
create table data_keys (
  organization_id uuid primary key references organizations on delete cascade,
  wrapped bytea not null,
  created_at timestamptz not null
);

create table api_keys (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  -- The readable part of the key, by which it is looked up before its organization is known.
  key_id text not null unique,
  secret_hash bytea not null,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, id)
);

create table entities (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  external_entity_id text not null,
  is_default boolean not null,
  name text,
  contact_emails text[] not null,
  metadata jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, external_entity_id)
);
create unique index entities_one_default on entities (organization_id) where is_default;

create table connections (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  entity_id uuid not null,
  institution_id text,
  institution_name text,
  portal_url text,
  -- Normalised portal URL where one was given, else the institution: what makes two requests mean one connection.
  anchor text not null,
  kind text not null check (kind in ('setup', 'ready')),
  status text not null
    check (status in ('draft', 'pendingActivation', 'active', 'reauthRequired', 'errored', 'paused', 'revoked')),
  resume_status text check (resume_status in ('active', 'reauthRequired', 'errored')),
  setup_failed boolean not null default false,
  error_code text,
  error_message text,
  delegated_username text not null,
  metadata jsonb not null,
  -- Set by a new login, cleared by its first use: rejected credentials are never tried twice.
  credentials_untried boolean not null default false,
  next_sync_at timestamptz,
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  data_as_of timestamptz,
  consecutive_failures integer not null default 0,
  -- The lease: one session per connection at a time. A worker holds it by its run and must renew it; the epoch fences
  -- off a worker that lost it and comes back.
  lease_run_id uuid,
  lease_epoch bigint not null default 0,
  lease_expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, entity_id) references entities on delete cascade,
  check ((status = 'paused') = (resume_status is not null)),
  check ((lease_run_id is null) = (lease_expires_at is null))
);
create unique index connections_by_anchor on connections (organization_id, environment, entity_id, anchor)
  where status <> 'revoked';
create index connections_due on connections (next_sync_at) where next_sync_at is not null;
create index connections_leased on connections (lease_expires_at) where lease_expires_at is not null;

create table connection_credentials (
  organization_id uuid not null,
  connection_id uuid not null,
  ciphertext bytea not null,
  updated_at timestamptz not null,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

-- Append-only timeline of the lifecycle: what moved a connection, and who.
create table connection_transitions (
  organization_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  cause text not null,
  actor text not null,
  from_kind text not null,
  to_kind text not null,
  from_status text not null,
  to_status text not null,
  error_code text,
  at timestamptz not null,
  primary key (organization_id, connection_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

create table sync_runs (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  trigger text not null check (trigger in ('schedule', 'manual', 'activation', 'upload', 'webhook')),
  status text not null check (status in ('queued', 'running', 'succeeded', 'partial', 'failed')),
  outcome text check (outcome in ('changed', 'unchanged')),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  window_start date,
  window_end date,
  added integer not null default 0,
  modified integer not null default 0,
  removed integer not null default 0,
  per_account jsonb not null default '[]',
  error jsonb,
  file_name text,
  file_format text,
  file_size_bytes bigint,
  file_sha256 text,
  -- The account and the format that the uploader named; part of what makes two uploads the same.
  file_account_id uuid,
  file_format_hint text,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);
create index sync_runs_by_connection on sync_runs (organization_id, connection_id, id desc);
create unique index sync_runs_one_running on sync_runs (organization_id, connection_id) where status = 'running';
create unique index sync_runs_one_queued on sync_runs (organization_id, connection_id)
  where status = 'queued' and trigger <> 'upload';
create index sync_runs_by_file on sync_runs (organization_id, connection_id, file_sha256) where file_sha256 is not null;

-- What a source gave, kept as it came; the bytes lie in the evidence store under their SHA-256.
create table evidence (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  sync_run_id uuid not null,
  kind text not null check (kind in ('portal', 'api', 'file', 'simulator')),
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  observed_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

create table accounts (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  entity_id uuid not null,
  type text not null,
  currency text not null,
  name text not null,
  status text not null,
  official_name text,
  account_number text,
  routing_number text,
  swift_bic text,
  ledger_balance numeric,
  available_balance numeric,
  balance_as_of timestamptz,
  -- Last day that a complete read covered; the next window begins a little before it.
  read_through date,
  proof_state text not null default 'unproven' check (proof_state in ('proven', 'unproven', 'broken')),
  proven_through date,
  broken_from date,
  difference numeric,
  first_seen_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);
create index accounts_by_connection on accounts (organization_id, connection_id, id desc);
create index accounts_newest on accounts (organization_id, environment, id desc);

-- Every name under which a source has shown an account. Ours is the only public id.
create table account_aliases (
  organization_id uuid not null,
  connection_id uuid not null,
  alias text not null,
  account_id uuid not null,
  primary key (organization_id, connection_id, alias),
  foreign key (organization_id, account_id) references accounts on delete cascade
);

-- Head of the one total order of an organization's environment. Its row lock is taken at the end of a commit and held
-- until the commit is done: that is what makes commit order equal to position order.
create table stream_heads (
  organization_id uuid not null references organizations on delete cascade,
  environment text not null check (environment in ('live', 'test')),
  head bigint not null default 0,
  primary key (organization_id, environment)
);

-- Current transactions and the tombstones of removed ones. No foreign key to the account or the connection: tombstones
-- outlive both when an entity is deleted.
create table transactions (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  entity_id uuid not null,
  connection_id uuid not null,
  account_id uuid not null,
  status text not null check (status in ('pending', 'posted')),
  posted_date date,
  pending_date date,
  value_date date,
  amount numeric not null,
  currency text not null,
  rail text not null,
  match_key text not null,
  missed_reads smallint not null default 0,
  -- What a client can search in, lower case.
  search_text text not null,
  -- The transaction as JSON text exactly as it is sent: rendered once, when it changes.
  body text not null,
  revision integer not null,
  -- Stream positions of the first appearance and of the latest change.
  first_position bigint not null,
  last_position bigint not null,
  event_id uuid not null,
  event_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  removed_reason text,
  replaced_by_id uuid,
  -- A transaction without a date counts as later than any date when sorting.
  sort_date date not null generated always as (coalesce(posted_date, 'infinity'::date)) stored,
  primary key (organization_id, id),
  check ((removed_at is null) = (removed_reason is null))
);
create unique index transactions_stream on transactions (organization_id, environment, last_position);
create index transactions_stream_by_account on transactions (organization_id, environment, account_id, last_position);
create index transactions_stream_by_connection
  on transactions (organization_id, environment, connection_id, last_position);
create index transactions_by_date on transactions (organization_id, environment, sort_date, id)
  where removed_at is null;
create index transactions_by_update on transactions (organization_id, environment, updated_at, id)
  where removed_at is null;
create index transactions_of_account on transactions (organization_id, account_id, sort_date, id)
  where removed_at is null;
create index transactions_of_connection on transactions (organization_id, connection_id, sort_date, id)
  where removed_at is null;

-- Every id under which a source has shown a transaction, within its account.
create table transaction_aliases (
  organization_id uuid not null,
  account_id uuid not null,
  source_id text not null,
  transaction_id uuid not null,
  primary key (organization_id, account_id, source_id),
  foreign key (organization_id, transaction_id) references transactions on delete cascade
);
create index transaction_aliases_of_transaction on transaction_aliases (organization_id, transaction_id);

-- Append-only: every visible state of every transaction, and what it rests on.
create table transaction_revisions (
  organization_id uuid not null,
  transaction_id uuid not null,
  revision integer not null,
  type text not null check (type in ('added', 'modified', 'removed')),
  changed_at timestamptz not null,
  changed_fields text[] not null,
  sync_run_id uuid,
  evidence_id uuid,
  evidence_location text,
  body text,
  primary key (organization_id, transaction_id, revision),
  foreign key (organization_id, transaction_id) references transactions on delete cascade
);

-- Ledger balances that a bank stated for the end of a day.
create table stated_balances (
  organization_id uuid not null,
  account_id uuid not null,
  date date not null,
  -- A day can be stated in several ways: as its own closing, as the opening of the next one, or worked back from a
  -- running balance. All are kept, they may differ.
  stated_as text not null check (stated_as in ('closing', 'opening', 'running')),
  amount numeric not null,
  evidence_id uuid,
  primary key (organization_id, account_id, date, stated_as),
  foreign key (organization_id, account_id) references accounts on delete cascade
);

-- Projection of end-of-day positions, renewed for an account whenever its rows or stated balances change.
create table daily_balances (
  organization_id uuid not null,
  account_id uuid not null,
  date date not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  entity_id uuid not null,
  currency text not null,
  ledger_balance numeric not null,
  posted_delta numeric not null,
  source text not null check (source in ('bankProvided', 'derived')),
  updated_at timestamptz not null,
  primary key (organization_id, account_id, date),
  foreign key (organization_id, account_id) references accounts on delete cascade
);
create index daily_balances_newest on daily_balances (organization_id, environment, date desc, account_id);

-- Outbox and event log in one: written in the transaction that causes the event.
create table events (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  type text not null,
  data jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create index events_newest on events (organization_id, environment, id desc);

-- Virtual time of a test environment: how far it is ahead of real time.
create table sandbox_clocks (
  organization_id uuid primary key references organizations on delete cascade,
  ahead_ms bigint not null check (ahead_ms >= 0)
);
