-- A sync that waits for a one-time code is suspended: no worker, no browser and no lease belong to it, and files can be
-- taken in meanwhile. To clients it is running.
alter table sync_runs drop constraint sync_runs_status_check;
alter table sync_runs add constraint sync_runs_status_check
  check (status in ('queued', 'running', 'suspended', 'succeeded', 'partial', 'failed'));
create unique index sync_runs_one_suspended on sync_runs (organization_id, connection_id) where status = 'suspended';

-- The last 30-second step of which a code of the authenticator seed was used: banks take each step once.
alter table connections add column totp_step bigint not null default 0;

-- Questions of banks for one-time codes. All times are real in both environments, because codes and visits of banks live
-- in real time.
create table mfa_challenges (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  sync_run_id uuid not null,
  channel text not null check (channel in ('totp', 'email', 'sms', 'unknown')),
  prompt text,
  destination_masked text,
  -- How a message that brings the code is known: expressions for its sender and for the code in its text.
  message_form jsonb,
  -- When the login was handed over. A message that is older belongs to an earlier sign-in.
  login_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Sealed by the vault: cookies and place of the browser, by which the sign-in goes on where it stopped.
  session bytea,
  -- Sealed by the vault, until a worker takes it to the bank.
  answer bytea,
  answered_by text check (answered_by in ('person', 'email', 'sms')),
  answered_at timestamptz,
  taken_at timestamptz,
  outcome text check (outcome in ('accepted', 'rejected', 'expired', 'sessionLost', 'interrupted', 'withdrawn')),
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check ((answered_by is null) = (answered_at is null)),
  check (taken_at is null or answered_at is not null),
  -- What is secret goes as soon as it is used or of no use any more.
  check ((taken_at is null and outcome is null) or (session is null and answer is null))
);
create unique index mfa_challenges_one_open on mfa_challenges (organization_id, connection_id) where outcome is null;
create index mfa_challenges_by_run on mfa_challenges (organization_id, sync_run_id);

-- Messages that arrived for a connection's delegated user and may bring a code. A message can be faster than the page that
-- asks for it, so each waits here for a while.
create table code_messages (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  -- Sealed by the vault: sender and text.
  content bytea not null,
  -- When it was sent as it says itself; null where it does not.
  sent_at timestamptz,
  received_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);
create index code_messages_by_connection on code_messages (organization_id, connection_id, received_at);
create index code_messages_by_age on code_messages (received_at);
