-- What a session without rights of its own has to ask the owner for. Sessions of tenants are told by the setting
-- causeway.organization_id; where it is not set, the caller serves all of them. Who may call is granted at each start.

-- Jobs of all tenants are in one queue, which the session of a tenant neither sees nor writes to itself.
create function queue_job(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if nullif(current_setting('causeway.organization_id', true), '') <> coalesce(payload ->> 'organizationId', '')
    or nullif(current_setting('causeway.environment', true), '') <> coalesce(payload ->> 'environment', '') then
    raise exception 'a session queues jobs of its own tenant only' using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(identifier => queue_job.task, payload => queue_job.payload,
    job_key => queue_job.job_key, max_attempts => 25, run_at => queue_job.run_at);
end $$;

create function remove_jobs(job_keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.remove_job(j.key) from graphile_worker._private_jobs j
  where j.key = any (job_keys)
    and coalesce(nullif(current_setting('causeway.organization_id', true), '') = j.payload ->> 'organizationId', true)
    and coalesce(nullif(current_setting('causeway.environment', true), '') = j.payload ->> 'environment', true);
end $$;

-- A sample of some thousand rows tells enough; PostgreSQL's own look that follows takes a larger one. Who comes second while
-- another one analyses has nothing to wait for.
create function analyze_transactions() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set default_statistics_target = 10 as $$
begin
  analyze (skip_locked) public.transactions, public.transaction_aliases, public.transaction_revisions;
end $$;

revoke execute on function queue_job(text, json, text, timestamptz), remove_jobs(text[]), analyze_transactions() from public;
