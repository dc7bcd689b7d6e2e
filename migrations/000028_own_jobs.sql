-- A session that is bound to no tenant serves all of them, and so may only be one that could write to the queue itself: that of the
-- owner or of the service. The session of a tenant without its settings is nobody's.
create function serves_all_tenants() returns boolean
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select nullif(current_setting('causeway.organization_id', true), '') is null
    and nullif(current_setting('causeway.environment', true), '') is null
    and has_table_privilege(session_user, 'graphile_worker._private_jobs', 'insert')
$$;

-- A job replaces the one of the same key that waits, and takes the key from one that runs; so that one has to be of the same tenant.
create function require_own_job(payload json, job_key text) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not public.serves_all_tenants()
    and (nullif(current_setting('causeway.organization_id', true), '') is distinct from payload ->> 'organizationId'
      or nullif(current_setting('causeway.environment', true), '') is distinct from payload ->> 'environment') then
    raise exception 'a session queues jobs of its own tenant only' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from graphile_worker._private_jobs j
    where j.key = require_own_job.job_key
      and (j.payload ->> 'organizationId' is distinct from require_own_job.payload ->> 'organizationId'
        or j.payload ->> 'environment' is distinct from require_own_job.payload ->> 'environment')) then
    raise exception 'a job of this key belongs to another tenant' using errcode = 'insufficient_privilege';
  end if;
end $$;

create or replace function queue_job(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => queue_job.task, payload => queue_job.payload,
    job_key => queue_job.job_key, max_attempts => 25, run_at => queue_job.run_at);
end $$;

create or replace function queue_in_turn(task text, payload json, job_key text, lane smallint) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => task, payload => queue_in_turn.payload, job_key => queue_in_turn.job_key,
    max_attempts => 25, priority => 0,
    run_at => public.take_turn((queue_in_turn.payload ->> 'organizationId')::uuid, queue_in_turn.lane));
end $$;

create or replace function queue_again(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => task, payload => queue_again.payload, job_key => queue_again.job_key,
    max_attempts => 25, priority => -1, run_at => queue_again.run_at);
end $$;

drop function require_own_job(json);

create or replace function remove_jobs(job_keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.remove_job(j.key) from graphile_worker._private_jobs j
  where j.key = any (job_keys)
    and (public.serves_all_tenants()
      or nullif(current_setting('causeway.organization_id', true), '') = j.payload ->> 'organizationId'
        and nullif(current_setting('causeway.environment', true), '') = j.payload ->> 'environment');
end $$;

-- A job without an organization has no turn to take; it keeps its time.
create or replace function give_overdue_turns(most int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  job record;
  given int := 0;
begin
  for job in
    select j.id, (j.payload ->> 'organizationId')::uuid as organization from graphile_worker._private_jobs j
    where j.is_available = true and j.priority = 0
      and j.run_at >= '2010-01-01 00:00:00+00' and j.run_at < clock_timestamp() - interval '2 seconds'
      and j.payload ->> 'organizationId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    order by j.priority, j.run_at limit most for update skip locked
  loop
    update graphile_worker._private_jobs set run_at = public.take_turn(job.organization, 0::smallint) where id = job.id;
    given := given + 1;
  end loop;
  return given;
end $$;

revoke execute on function serves_all_tenants(), require_own_job(json, text) from public;
