-- Deliveries that wait, apart from their log: a claim changes a row of a few bytes and no index, an end takes it away. The time is that
-- of the delivery's next attempt; both change together.
create table webhook_queue (
  organization_id uuid not null,
  webhook_id uuid not null,
  due_at timestamptz not null,
  delivery_id uuid not null,
  event_id uuid not null,
  -- Attempts that were begun; tells the sender of the latest one from one that came back too late.
  attempts_begun integer not null,
  -- Attempts that have failed; the place in the schedule.
  failures integer not null,
  -- One attempt on request: no further one follows.
  is_last_chance boolean not null,
  -- While a sender has it: when that one is taken for dead.
  leased_until timestamptz not null default '-infinity',
  primary key (organization_id, webhook_id, due_at, delivery_id),
  foreign key (organization_id, webhook_id) references webhooks on delete cascade
) with (fillfactor = 50);

insert into webhook_queue
select organization_id, webhook_id, next_attempt_at, id, event_id, attempts_begun, failures, is_last_chance,
  case when claimable_at > next_attempt_at then claimable_at else '-infinity' end
from webhook_deliveries where status = 'pending';

-- Attempts are read with their delivery and never alone, and come at its end.
alter table webhook_deliveries add attempts jsonb not null default '[]';
update webhook_deliveries d set attempts = made.attempts
from (
  select organization_id, delivery_id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('number', number, 'attemptedAt',
    to_char(attempted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'url', url, 'responseStatus', response_status,
    'responseBody', response_body, 'durationMs', duration_ms, 'error', error)) order by number) as attempts
  from webhook_attempts group by organization_id, delivery_id
) made
where made.organization_id = d.organization_id and made.delivery_id = d.id;
drop table webhook_attempts;

drop index webhook_deliveries_waiting;
drop index webhook_deliveries_newest;
alter table webhook_deliveries
  drop constraint webhook_deliveries_pkey,
  add primary key (organization_id, webhook_id, id),
  drop column failures,
  drop column is_last_chance,
  drop column claimable_at,
  -- Room for the attempt on the delivery's own page: no index is touched then.
  set (fillfactor = 40);
