-- What a person knows of files that the files do not say, per connection.
create table connection_file_settings (
  organization_id uuid not null,
  connection_id uuid not null,
  knowledge jsonb not null,
  updated_at timestamptz not null,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections on delete cascade
);

-- How a file came in, and what is known of it beside the settings of its connection.
alter table sync_runs
  add column file_origin text check (file_origin in ('upload', 'folder', 'sftp')),
  add column file_source_id uuid,
  add column file_knowledge jsonb;

-- Files that could not be taken in, or not whole. The bytes lie in the evidence store under their SHA-256; one content is
-- open at most once per connection.
create table quarantined_files (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  connection_id uuid not null,
  status text not null check (status in ('open', 'accepted', 'discarded')),
  origin text not null check (origin in ('upload', 'folder', 'sftp')),
  file_source_id uuid,
  file_name text,
  file_format text,
  file_size_bytes bigint not null,
  file_sha256 text not null,
  file_account_id uuid,
  file_format_hint text,
  problems jsonb not null,
  knowledge jsonb not null,
  received_at timestamptz not null,
  -- The latest run that read the file.
  sync_run_id uuid not null,
  decided_at timestamptz,
  -- The key that accepted or discarded it; set while the run of an acceptance is under way.
  decided_by_key_id text,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check ((status = 'open') = (decided_at is null))
);
create unique index quarantined_files_open on quarantined_files (organization_id, connection_id, file_sha256)
  where status = 'open';
create index quarantined_files_newest on quarantined_files (organization_id, environment, id desc);

-- Accounts of other connections that bear the same name: a file of another entity is known by them.
create index account_aliases_by_name on account_aliases (organization_id, alias);
