-- What a session with a portal did, step by step, for people who look why a run ended as it did. Nothing rests on it: it
-- expires. Secrets are covered before a step gets here.
create table sync_run_steps (
  organization_id uuid not null,
  sync_run_id uuid not null,
  id uuid not null,
  name text not null,
  outcome text not null check (outcome in ('done', 'failed')),
  detail text,
  duration_ms integer not null,
  -- PNG of the page at a failure; the bytes lie in the evidence store.
  screenshot_sha256 text,
  recorded_at timestamptz not null default now(),
  primary key (organization_id, sync_run_id, id),
  foreign key (organization_id, sync_run_id) references sync_runs on delete cascade
);
create index sync_run_steps_by_age on sync_run_steps (recorded_at);
create index sync_run_steps_screenshots on sync_run_steps (screenshot_sha256) where screenshot_sha256 is not null;
