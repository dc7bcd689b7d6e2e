-- Jobs wait in the order of their turns, so that an organization with ten thousand of them keeps nobody else waiting: the turns of
-- one organization follow each other, and its first one is that of whoever is at the head of the queue. A turn is written as the
-- job's run_at, in microseconds from the year 2000, because the queue takes what has the earliest run_at first; times of this
-- century's second decade and later are real ones.

create index connections_due_of_tenant on connections (organization_id, environment, next_sync_at)
  where next_sync_at is not null;

-- Turns that were given out and may not have come yet. Not logged: without them an organization's next turn comes too early
-- once. Never updated, so that nobody waits for a transaction that has taken a turn and goes on.
create unlogged table job_turns (
  organization_id uuid not null,
  -- 0 for what nobody waits for, 1 for what somebody waits for, 2 for looks into file sources.
  lane smallint not null,
  turn bigint not null
);
create index job_turns_last on job_turns (organization_id, lane, turn);
create index job_turns_by_turn on job_turns (turn);

-- Where the queue has come to: the turn of the first job that waits, and with none the last one that was given out.
create function present_turn() returns bigint
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  head timestamptz;
begin
  select j.run_at into head from graphile_worker._private_jobs j
  where j.is_available = true and j.priority = 0 and j.run_at < '2010-01-01 00:00:00+00'
  order by j.priority, j.run_at limit 1;
  if head is not null then
    return (extract(epoch from head - '2000-01-01 00:00:00+00'::timestamptz) * 1000000)::bigint;
  end if;
  return coalesce((select max(t.turn) from public.job_turns t), 0);
end $$;

create function take_turn(organization uuid, in_lane smallint) returns timestamptz
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  own bigint;
  taken bigint;
begin
  select max(t.turn) into own from public.job_turns t where t.organization_id = organization and t.lane = in_lane;
  taken := greatest(public.present_turn(), own + 1);
  insert into public.job_turns (organization_id, lane, turn) values (organization, in_lane, taken);
  return '2000-01-01 00:00:00+00'::timestamptz + taken * interval '1 microsecond';
end $$;

create function require_own_job(payload json) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if nullif(current_setting('causeway.organization_id', true), '') <> coalesce(payload ->> 'organizationId', '')
    or nullif(current_setting('causeway.environment', true), '') <> coalesce(payload ->> 'environment', '') then
    raise exception 'a session queues jobs of its own tenant only' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- A job that waits for its organization's next turn.
create function queue_in_turn(task text, payload json, job_key text, lane smallint) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload);
  perform graphile_worker.add_job(identifier => task, payload => queue_in_turn.payload, job_key => queue_in_turn.job_key,
    max_attempts => 25, priority => 0,
    run_at => public.take_turn((queue_in_turn.payload ->> 'organizationId')::uuid, queue_in_turn.lane));
end $$;

-- A job that has had its turn and goes on: before all that wait.
create function queue_again(task text, payload json, job_key text, run_at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform public.require_own_job(payload);
  perform graphile_worker.add_job(identifier => task, payload => queue_again.payload, job_key => queue_again.job_key,
    max_attempts => 25, priority => -1, run_at => queue_again.run_at);
end $$;

-- What was put off, by its own wish or because it failed, stands behind all turns when its time has come. Where there are so
-- many that it is not taken at once, it gets a turn like everything else.
create function give_overdue_turns(most int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  job record;
  given int := 0;
begin
  for job in
    select j.id, (j.payload ->> 'organizationId')::uuid as organization from graphile_worker._private_jobs j
    where j.is_available = true and j.priority = 0
      and j.run_at >= '2010-01-01 00:00:00+00' and j.run_at < clock_timestamp() - interval '2 seconds'
    order by j.priority, j.run_at limit most for update skip locked
  loop
    update graphile_worker._private_jobs set run_at = public.take_turn(job.organization, 0::smallint) where id = job.id;
    given := given + 1;
  end loop;
  return given;
end $$;

-- Turns before the present one count for nobody any more.
create function forget_turns() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.job_turns where turn < public.present_turn();
end $$;

revoke execute on function present_turn(), take_turn(uuid, smallint), require_own_job(json),
  queue_in_turn(text, json, text, smallint), queue_again(text, json, text, timestamptz), give_overdue_turns(int),
  forget_turns() from public;

create index sandbox_clocks_ahead on sandbox_clocks (organization_id) where ahead_ms > 0;
