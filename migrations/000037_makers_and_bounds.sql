-- Who made a key, as the log of acts tells it. Null where nobody knows any more.
alter table api_keys
  add column made_by_kind text check (made_by_kind in ('key', 'member', 'connect', 'operator', 'system')),
  add column made_by_id text,
  add column made_by_label text,
  add constraint api_keys_made_by_check check ((made_by_kind is null) = (made_by_id is null));
update api_keys k set made_by_kind = a.actor_kind, made_by_id = a.actor_id, made_by_label = a.actor_label
from audit_entries a
where a.action = 'api_key.create' and a.organization_id = k.organization_id and a.target_id = k.key_id;

-- The path of a Connect link has the id alone, and by it the server tells who may frame its page.
create unique index connect_sessions_by_id on connect_sessions (id);

-- A search names the rows that have changed since they were taken over, as far as they are few. Where they are many, each row that it
-- finds is asked for its position instead: slower, and as exact.
alter type transaction_search_place add attribute unchanged text;

create or replace function open_transaction_search(filter jsonb) returns transaction_search_place
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  tenant_id constant uuid := nullif(current_setting('causeway.organization_id', true), '')::uuid;
  tenant_environment constant text := nullif(current_setting('causeway.environment', true), '');
  place public.transaction_search_place;
  known bigint;
  -- More ids than these would take memory and time by how far the search is behind.
  most constant integer := 1000;
begin
  if tenant_id is null or tenant_environment is null then
    raise exception 'only the session of a tenant searches' using errcode = 'insufficient_privilege';
  end if;
  select s.position into known from public.transaction_search_heads s
    where s.organization_id = tenant_id and s.environment = tenant_environment;
  place.tenant := format('organization_id = %L::uuid and environment = %L', tenant_id, tenant_environment);
  place.conditions := public.transaction_search_conditions(filter);
  place.index_condition := public.transaction_search_index_condition(filter,
    public.transaction_search_tenant(tenant_id, tenant_environment));
  place.changed := array(select t.id from public.transactions t
    where t.organization_id = tenant_id and t.environment = tenant_environment and t.last_position > coalesce(known, 0)
    limit most + 1);
  if cardinality(place.changed) = 0 then return place; end if;
  place.unchanged := ' and s.id <> all ($1)';
  if cardinality(place.changed) > most then
    place.changed := '{}';
    -- Row by row, of those alone that meet all else. A row that was purged has no position, and is left out.
    place.unchanged := format(' and (select t.last_position from public.transactions t
      where t.organization_id = s.organization_id and t.id = s.id) <= %s', coalesce(known, 0));
  end if;
  place.changed_rows := format('(select id, entity_id, connection_id, account_id, sort_date, amount, status, currency, rail,
      search_text || %L as content from public.transactions
    where %s and last_position > %s and removed_at is null) changed', e'\n', place.tenant, coalesce(known, 0));
  return place;
end $$;

create or replace function search_transactions(filter jsonb, sort text, after_key text, after_id uuid, page_size integer)
  returns table (id uuid, sort_key text, body text)
  language plpgsql stable security definer rows 100 set search_path = pg_catalog, pg_temp set work_mem = '64MB'
  set enable_seqscan = off set enable_indexscan = on set enable_indexonlyscan = on set plan_cache_mode = force_custom_plan as $$
declare
  place constant public.transaction_search_place := public.open_transaction_search(filter);
  by_date constant boolean := sort like '%postedDate';
  key constant text := case when by_date then 'sort_date' else 'amount' end;
  direction constant text := case when sort like '-%' then 'desc' else 'asc' end;
  beyond constant text := case when after_key is null then '' else format(' and (%s, id) %s (%L::%s, %L::uuid)', key,
    case direction when 'desc' then '<' else '>' end, after_key, case when by_date then 'date' else 'numeric' end, after_id) end;
  in_order constant text := format('order by %s %s, id %s', key, direction, direction);
  range constant text := public.transaction_search_conditions(case when by_date
    then jsonb_build_object('dateGte', filter -> 'dateGte', 'dateLt', filter -> 'dateLt')
    else jsonb_build_object('amountGte', filter -> 'amountGte', 'amountLte', filter -> 'amountLte',
      'direction', filter -> 'direction') end);
  unchanged constant text := coalesce(place.unchanged, '');
  walk_size integer := greatest(1000, page_size);
  found uuid[];
  changed uuid[] := '{}';
  way text;
  is_whole boolean := true;
begin
  for attempt in 1 .. 2 loop
    execute format('select array(select id from (select s.* from public.transaction_search s where %s %s %s %s limit %s) s
      where true %s %s limit %s)', place.tenant, range, beyond, in_order, walk_size, place.conditions, unchanged, page_size)
      into found using place.changed;
    exit when cardinality(found) >= page_size;
    execute format('select not exists (select from public.transaction_search where %s %s %s %s offset %s)',
      place.tenant, range, beyond, in_order, walk_size) into is_whole;
    exit when is_whole or cardinality(found) * 100 < walk_size;
    walk_size := least(2 * page_size / (cardinality(found)::numeric / walk_size), 20 * greatest(1000, page_size));
  end loop;
  is_whole := is_whole or cardinality(found) >= page_size;
  if not is_whole then
    way := public.transaction_search_way(place, filter);
    -- Sorted after all are found: an order by index would be a walk over everything again.
    execute format('select array(select id from (select s.* from public.transaction_search s where %s %s %s %s %s offset 0) s
      %s limit %s)', place.tenant, way, place.conditions, beyond, unchanged, in_order, page_size)
      into found using place.changed;
  end if;
  if place.changed_rows is not null then
    execute format('select array(select id from %s where true %s %s %s limit %s)', place.changed_rows, place.conditions,
      beyond, in_order, page_size) into changed;
  end if;
  -- A column with a name of its own: the order is that of the values, not of their texts.
  return query execute format('select id, %s::text as sort_key, body from public.transactions
    where organization_id = %L::uuid and id = any ($1) and removed_at is null %s limit %s', key,
    current_setting('causeway.organization_id'), in_order, page_size) using found || changed;
end $$;

create or replace function count_transactions(filter jsonb, bound integer) returns table (counted integer, is_whole boolean)
  language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp set work_mem = '64MB'
  set enable_seqscan = off set enable_indexscan = on set enable_indexonlyscan = on set plan_cache_mode = force_custom_plan as $$
declare
  place constant public.transaction_search_place := public.open_transaction_search(filter);
  unchanged constant text := coalesce(place.unchanged, '');
  sample_size constant integer := 4000;
  -- Of so many rows at least one in thirteen is met before the index has told where they are.
  walk_size constant integer := 13 * bound;
  sampled integer;
  rest integer := 0;
  found integer;
  way text;
begin
  execute format('select count(*) from (select s.* from public.transaction_search s where %s order by id desc limit %s) s
    where true %s %s', place.tenant, sample_size, place.conditions, unchanged) into sampled using place.changed;
  if sampled * 13 >= sample_size then
    execute format('select count(*) from (select from (select s.* from public.transaction_search s where %s
      order by id desc limit %s) s where true %s %s limit %s) s', place.tenant, walk_size, place.conditions, unchanged, bound + 1)
      into found using place.changed;
  end if;
  if coalesce(found, 0) <= bound then
    -- All at once by what the index tells, never row by row in some order.
    way := public.transaction_search_way(place, filter);
    perform set_config('enable_indexscan', 'off', true);
    execute format('select count(*) from (select from public.transaction_search s where %s %s %s %s limit %s) s', place.tenant,
      way, place.conditions, unchanged, bound + 1) into found using place.changed;
  end if;
  if place.changed_rows is not null then
    execute format('select count(*) from (select from %s where true %s limit %s) s', place.changed_rows, place.conditions,
      bound + 1) into rest;
  end if;
  return query select least(found + rest, bound), found + rest <= bound;
end $$;
