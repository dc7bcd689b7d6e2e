-- A worker keeps a place for other organizations than the one that has all the rest, by a flag of each job that it may leave out.

create function flags_of(payload json) returns text[]
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select array_remove(array[payload ->> 'organizationId'], null)
$$;

create or replace function queue_job(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => queue_job.task, payload => queue_job.payload,
    job_key => queue_job.job_key, max_attempts => 25, run_at => queue_job.run_at, flags => public.flags_of(queue_job.payload));
end $$;

create or replace function queue_in_turn(task text, payload json, job_key text, lane smallint) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => task, payload => queue_in_turn.payload, job_key => queue_in_turn.job_key,
    max_attempts => 25, priority => 0, flags => public.flags_of(queue_in_turn.payload),
    run_at => public.take_turn((queue_in_turn.payload ->> 'organizationId')::uuid, queue_in_turn.lane));
end $$;

create or replace function queue_again(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload, job_key);
  perform graphile_worker.add_job(identifier => task, payload => queue_again.payload, job_key => queue_again.job_key,
    max_attempts => 25, priority => -1, run_at => queue_again.run_at, flags => public.flags_of(queue_again.payload));
end $$;

revoke execute on function flags_of(json) from public;
