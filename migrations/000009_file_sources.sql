-- Folders and SFTP servers that bank files are fetched from. Polled by real time in both environments, because files come
-- when they come. A poll holds a lease of its own; the epoch fences off a worker that lost it.
create table file_sources (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  kind text not null check (kind in ('folder', 'sftp')),
  status text not null check (status in ('active', 'paused', 'stopped')),
  path text not null,
  pattern text,
  after_taking text not null check (after_taking in ('keep', 'move', 'delete')),
  move_to text,
  poll_seconds integer not null check (poll_seconds between 1 and 86400),
  settle_seconds integer not null check (settle_seconds between 0 and 3600),
  host text,
  port integer,
  username text,
  host_key_fingerprint text,
  -- Sealed by the vault for this source: password, private key, passphrase.
  login bytea,
  knowledge jsonb not null,
  next_poll_at timestamptz,
  last_poll_at timestamptz,
  last_success_at timestamptz,
  consecutive_failures integer not null default 0,
  error_code text,
  error_message text,
  poll_epoch bigint not null default 0,
  poll_expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check ((kind = 'sftp') = (host is not null and port is not null and username is not null and host_key_fingerprint is not null)),
  check ((after_taking = 'move') = (move_to is not null))
);
create index file_sources_due on file_sources (next_poll_at) where status = 'active';
create index file_sources_newest on file_sources (organization_id, environment, id desc);

-- What a source is known to hold, by name. `taken` once its bytes are evidence and a run exists, in one transaction.
create table source_files (
  organization_id uuid not null,
  source_id uuid not null,
  name text not null,
  size_bytes bigint not null,
  modified_at_ms bigint not null,
  state text not null check (state in ('settling', 'taken', 'failed')),
  -- Since when it has had this size and time.
  seen_at timestamptz not null,
  sha256 text,
  sync_run_id uuid,
  -- Whether it was moved or deleted as the source says.
  cleared boolean not null default false,
  error_code text,
  error_message text,
  primary key (organization_id, source_id, name),
  foreign key (organization_id, source_id) references file_sources on delete cascade,
  check ((state = 'taken') = (sha256 is not null))
);
create index source_files_by_content on source_files (organization_id, source_id, sha256) where sha256 is not null;
