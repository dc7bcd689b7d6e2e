-- Links by which somebody at a customer connects one bank without an account or a key. Of a token only its keyed hash is here.
create table connect_sessions (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  entity_id uuid not null,
  -- Set by whoever made the link; null where its holder chooses.
  institution_id text,
  -- The one connection that the link is good for: from the start to repair it, else as soon as a bank is chosen.
  connection_id uuid,
  token_hash bytea not null,
  -- Origins of the pages that may show it in a frame.
  allowed_origins text[] not null,
  return_url text,
  theme jsonb not null,
  locale text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  completed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, entity_id) references entities on delete cascade,
  foreign key (organization_id, connection_id) references connections on delete cascade
);
create unique index connect_sessions_by_token on connect_sessions (token_hash);
create index connect_sessions_newest on connect_sessions (organization_id, environment, id desc);
create index connect_sessions_of_entity on connect_sessions (organization_id, entity_id);
create index connect_sessions_of_connection on connect_sessions (organization_id, connection_id) where connection_id is not null;
create index connect_sessions_oldest on connect_sessions (expires_at);
