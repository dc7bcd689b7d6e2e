-- Receivers of events. Secrets are sealed like logins; of each only the last four characters are kept readable.
create table webhooks (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  url text not null,
  events text[] not null check (cardinality(events) > 0),
  secret bytea not null,
  secret_hint text not null check (length(secret_hint) = 4),
  -- Signs beside the present one until then.
  previous_secret bytea,
  previous_secret_expires_at timestamptz,
  -- Grows with every rotation, so that a sender knows when the secrets it has opened are old.
  secret_version integer not null default 1,
  active boolean not null,
  metadata jsonb not null,
  -- First and latest of the failures since the last success; null without one.
  failing_since timestamptz,
  last_failed_at timestamptz,
  -- The receiver asked to be left alone until then.
  paused_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check ((previous_secret is null) = (previous_secret_expires_at is null)),
  check ((failing_since is null) = (last_failed_at is null))
);
create index webhooks_newest on webhooks (organization_id, environment, id desc);

-- The handing over of one event to one receiver: work queue and log in one. Times are real, in test environments too.
create table webhook_deliveries (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  created_at timestamptz not null,
  -- Attempts that were begun; tells the sender of the latest one from one that came back too late.
  attempts_begun integer not null default 0,
  -- Attempts that have failed; the place in the schedule.
  failures integer not null default 0,
  -- One attempt on request: no further one follows.
  is_last_chance boolean not null default false,
  next_attempt_at timestamptz,
  -- When a sender may take it: at the next attempt or, while one has it, when that one is taken for dead.
  claimable_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references webhooks on delete cascade,
  foreign key (organization_id, event_id) references events,
  check ((status = 'pending') = (next_attempt_at is not null)),
  check ((status = 'pending') = (claimable_at is not null))
);
-- By the receiver first: the earliest of each is found in one step, however much waits for the others.
create index webhook_deliveries_waiting on webhook_deliveries (organization_id, webhook_id, claimable_at, id)
  where status = 'pending';
create index webhook_deliveries_newest on webhook_deliveries (organization_id, webhook_id, id desc);
create index webhook_deliveries_of_event on webhook_deliveries (organization_id, event_id);

-- One request to a receiver and what came of it.
create table webhook_attempts (
  organization_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  attempted_at timestamptz not null,
  url text not null,
  response_status integer,
  -- The beginning of the answer.
  response_body text,
  duration_ms integer not null,
  error text,
  primary key (organization_id, delivery_id, number),
  foreign key (organization_id, delivery_id) references webhook_deliveries on delete cascade
);

-- When the changes of a connection were announced last, and whether an announcement waits: one goes out in a second. No
-- reference to the connection: checking it would wait for the commit that holds it, and two commits for each other.
create table connection_signals (
  organization_id uuid not null references organizations on delete cascade,
  connection_id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  announced_at timestamptz not null,
  -- Changes wait to be announced then; null when none do.
  due_at timestamptz,
  -- The run that made the latest of them.
  sync_run_id uuid,
  primary key (organization_id, connection_id)
);
create index connection_signals_due on connection_signals (due_at) where due_at is not null;

-- The event log is read by type and by connection too.
create index events_of_type on events (organization_id, environment, type, id desc);
create index events_of_connection on events (organization_id, environment, (data ->> 'connectionId'), id desc)
  where data ? 'connectionId';
