-- Acts that clients have named with an Idempotency-Key, each with its answer: written in the act's own transaction, so a key
-- is here exactly when its act is done. Neither the key nor the request can be told from their keyed hashes.
create table idempotency_keys (
  organization_id uuid not null references organizations on delete cascade,
  environment text not null check (environment in ('live', 'test')),
  key_hash bytea not null,
  -- The answer is sealed under this id.
  id uuid not null,
  request_hash bytea not null,
  created_at timestamptz not null,
  -- What the answer still waits for, of an act that is done.
  pending jsonb,
  answer bytea,
  primary key (organization_id, environment, key_hash),
  check ((pending is null) <> (answer is null))
);
create index idempotency_keys_oldest on idempotency_keys (created_at);
