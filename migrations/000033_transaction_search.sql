-- What the console searches in: every current transaction once more, narrow, behind an index of its text. Filled from the change
-- stream by whoever serves the schedule, so that a commit pays nothing for it. Searched and filled through functions of the owner:
-- an index condition that is no leakproof operator serves nobody whose rows are chosen by a policy.

-- How far the stream of a tenant has been taken over. What lies behind this position is looked for in the transactions themselves.
create table transaction_search_heads (
  organization_id uuid not null references organizations (id) on delete cascade,
  environment text not null check (environment in ('live', 'test')),
  position bigint not null,
  primary key (organization_id, environment)
);

create table transaction_search (
  organization_id uuid not null,
  id uuid not null,
  environment text not null check (environment in ('live', 'test')),
  entity_id uuid not null,
  connection_id uuid not null,
  account_id uuid not null,
  sort_date date not null,
  amount numeric not null,
  status text not null,
  currency text not null,
  rail text not null,
  -- Fields by lines, in lower case, and a line break at the end, so that the last two characters have a third one too.
  content text not null,
  primary key (organization_id, id)
);
create index transaction_search_by_date on transaction_search (organization_id, environment, sort_date, id);
create index transaction_search_by_amount on transaction_search (organization_id, environment, amount, id);

-- Upper bits of all keys of a tenant: one index serves all, and none pays for the words of the others.
create function transaction_search_tenant(organization_id uuid, environment text) returns bigint
  language sql immutable parallel safe as $$
  select hashtextextended(organization_id::text || environment, 0) << 26
$$;

-- The key of a property that is looked for as a whole.
create function transaction_search_tag(tenant bigint, name text, value text) returns bigint
  language sql immutable parallel safe as $$
  select tenant | (2 << 24) | (hashtextextended(value, hashtextextended(name, 0)) & 16777215)
$$;

-- The month of a day, as a property; days without end have none.
create function transaction_search_month(day date) returns text
  language sql immutable parallel safe as $$
  select case when isfinite(day) then (extract(year from day) * 12 + extract(month from day))::text else 'none' end
$$;

-- Keys of a row: every three bytes that follow each other and every single byte of its text, and its properties. A row without the
-- keys of what is looked for is none of those; one that has them may still be none.
create function transaction_search_keys(organization_id uuid, environment text, entity_id uuid, connection_id uuid,
  account_id uuid, sort_date date, amount numeric, status text, currency text, rail text, content text) returns bigint[]
  language sql immutable parallel safe as $$
  select array(
      select tenant | (get_byte(text, i) << 16) | (get_byte(text, i + 1) << 8) | get_byte(text, i + 2)
      from generate_series(0, length(text) - 3) i)
    || array(select distinct tenant | (1 << 24) | get_byte(text, i) from generate_series(0, length(text) - 1) i)
    || array[
      public.transaction_search_tag(tenant, 'entity', entity_id::text),
      public.transaction_search_tag(tenant, 'connection', connection_id::text),
      public.transaction_search_tag(tenant, 'account', account_id::text),
      public.transaction_search_tag(tenant, 'month', public.transaction_search_month(sort_date)),
      public.transaction_search_tag(tenant, 'direction', case when amount < 0 then 'out' else 'in' end),
      public.transaction_search_tag(tenant, 'status', status),
      public.transaction_search_tag(tenant, 'currency', currency),
      public.transaction_search_tag(tenant, 'rail', rail)]
  from (select public.transaction_search_tenant(organization_id, environment) as tenant,
    convert_to(content, 'UTF8') as text offset 0) row
$$;

-- Whoever fills the table sorts the keys of a whole batch in at its end: what waits to be sorted in is read by every search.
create index transaction_search_keys_of_rows on transaction_search using gin (transaction_search_keys(organization_id,
  environment, entity_id, connection_id, account_id, sort_date, amount, status, currency, rail, content)) with (gin_pending_list_limit = 65536);

-- Takes over up to `batch_size` of the next changes of the session's tenant. Returns how many they were; null while another session does.
create function index_transactions(batch_size integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  tenant_id constant uuid := nullif(current_setting('causeway.organization_id', true), '')::uuid;
  tenant_environment constant text := nullif(current_setting('causeway.environment', true), '');
  known bigint;
  head bigint;
  last bigint;
  taken integer;
begin
  insert into public.transaction_search_heads (organization_id, environment, position)
    select h.organization_id, h.environment, 0 from public.stream_heads h
    where h.organization_id = tenant_id and h.environment = tenant_environment
      and not exists (select from public.transaction_search_heads s
        where s.organization_id = tenant_id and s.environment = tenant_environment)
    on conflict do nothing;
  select s.position into known from public.transaction_search_heads s
    where s.organization_id = tenant_id and s.environment = tenant_environment for update skip locked;
  if known is null then return null; end if;
  -- Read before the changes: all up to this position are then among them or known.
  select h.head into head from public.stream_heads h
    where h.organization_id = tenant_id and h.environment = tenant_environment;
  with batch as materialized (
    select t.* from public.transactions t
    where t.organization_id = tenant_id and t.environment = tenant_environment and t.last_position > known
    order by t.last_position limit batch_size
  ), gone as (
    delete from public.transaction_search s using batch b
    where s.organization_id = tenant_id and s.id = b.id and b.removed_at is not null
  ), put as (
    insert into public.transaction_search as s (organization_id, id, environment, entity_id, connection_id, account_id,
      sort_date, amount, status, currency, rail, content)
    select b.organization_id, b.id, b.environment, b.entity_id, b.connection_id, b.account_id, b.sort_date, b.amount,
      b.status, b.currency, b.rail,
      -- Most banks write what they show: one line of two that are equal is enough.
      case when split_part(b.search_text, e'\n', 1) = split_part(b.search_text, e'\n', 2)
        then substr(b.search_text, length(split_part(b.search_text, e'\n', 1)) + 2) else b.search_text end || e'\n'
    from batch b where b.removed_at is null
    on conflict (organization_id, id) do update set entity_id = excluded.entity_id,
      connection_id = excluded.connection_id, account_id = excluded.account_id, sort_date = excluded.sort_date,
      amount = excluded.amount, status = excluded.status, currency = excluded.currency, rail = excluded.rail,
      content = excluded.content
    where (s.entity_id, s.connection_id, s.account_id, s.sort_date, s.amount, s.status, s.currency, s.rail, s.content)
      is distinct from (excluded.entity_id, excluded.connection_id, excluded.account_id, excluded.sort_date,
        excluded.amount, excluded.status, excluded.currency, excluded.rail, excluded.content)
  ) select max(b.last_position), count(*) into last, taken from batch b;
  if taken < batch_size then last := greatest(head, coalesce(last, 0)); end if;
  update public.transaction_search_heads s set position = last
    where s.organization_id = tenant_id and s.environment = tenant_environment and s.position < last;
  if taken > 0 then perform gin_clean_pending_list('public.transaction_search_keys_of_rows'::regclass); end if;
  return taken;
end $$;

-- Conditions on the columns of transaction_search that a filter asks for. `filter` has lists as arrays of texts.
create function transaction_search_conditions(filter jsonb) returns text
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(string_agg(condition, ' '), '') from (values
    (1, format('and sort_date >= %L::date', filter ->> 'dateGte'), filter ->> 'dateGte'),
    (1, format('and sort_date < %L::date', filter ->> 'dateLt'), filter ->> 'dateLt'),
    (1, format('and amount >= %L::numeric', filter ->> 'amountGte'), filter ->> 'amountGte'),
    (1, format('and amount <= %L::numeric', filter ->> 'amountLte'), filter ->> 'amountLte'),
    (1, case filter ->> 'direction' when 'out' then 'and amount < 0' when 'in' then 'and amount >= 0' end, filter ->> 'direction'),
    (2, format('and status = any (%L::text[])', array(select jsonb_array_elements_text(filter -> 'status'))), filter ->> 'status'),
    (2, format('and rail = any (%L::text[])', array(select jsonb_array_elements_text(filter -> 'rail'))), filter ->> 'rail'),
    (2, format('and currency = any (%L::text[])', array(select jsonb_array_elements_text(filter -> 'currency'))),
      filter ->> 'currency'),
    (2, format('and account_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'account'))),
      filter ->> 'account'),
    (2, format('and connection_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'connection'))),
      filter ->> 'connection'),
    (2, format('and entity_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'entity'))),
      filter ->> 'entity'),
    (3, format('and strpos(content, %L) > 0', filter ->> 'text'), filter ->> 'text')
  ) as c (place, condition, given) where given is not null
$$;

-- The index condition that every row of a filter meets; empty where the filter has none.
create function transaction_search_index_condition(filter jsonb, tenant bigint) returns text
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  keys constant text := 'public.transaction_search_keys(organization_id, environment, entity_id, connection_id, account_id, sort_date,
    amount, status, currency, rail, content)';
  first_day constant date := filter ->> 'dateGte';
  last_day constant date := (filter ->> 'dateLt')::date - 1;
  needle constant bytea := convert_to(filter ->> 'text', 'UTF8');
  needed bigint[] := '{}';
  found text := '';
  property text;
  chosen text[];
begin
  if length(needle) >= 3 then
    -- As few keys as cover the whole text.
    needed := array(select distinct tenant | (get_byte(needle, i) << 16) | (get_byte(needle, i + 1) << 8) | get_byte(needle, i + 2)
      from (select generate_series(0, length(needle) - 3, 3) union select length(needle) - 3) s (i));
  elsif length(needle) = 2 then
    found := format(' and %s && %L::bigint[]', keys,
      array(select tenant | (get_byte(needle, 0) << 16) | (get_byte(needle, 1) << 8) | i from generate_series(0, 255) i));
  elsif length(needle) = 1 then
    needed := array[tenant | (1 << 24) | get_byte(needle, 0)];
  end if;
  -- More months than a year's are hardly fewer rows than all.
  if isfinite(first_day) and isfinite(last_day) and first_day <= last_day and last_day - first_day < 366 then
    found := found || format(' and %s && %L::bigint[]', keys,
      array(select public.transaction_search_tag(tenant, 'month', public.transaction_search_month(day::date))
        from generate_series(date_trunc('month', first_day::timestamp), last_day::timestamp, interval '1 month') day));
  end if;
  foreach property in array array['direction', 'status', 'rail', 'currency', 'account', 'connection', 'entity'] loop
    if filter -> property is null then continue; end if;
    chosen := case jsonb_typeof(filter -> property) when 'array'
      then array(select jsonb_array_elements_text(filter -> property)) else array[filter ->> property] end;
    if cardinality(chosen) = 1 then
      needed := needed || public.transaction_search_tag(tenant, property, chosen[1]);
    else
      found := found || format(' and %s && %L::bigint[]', keys,
        array(select public.transaction_search_tag(tenant, property, value) from unnest(chosen) value));
    end if;
  end loop;
  if cardinality(needed) > 0 then found := found || format(' and %s @> %L::bigint[]', keys, needed); end if;
  return found;
end $$;

-- Where rows are looked for, as text of SQL: those taken over that have not changed since, and the changed ones.
create type transaction_search_place as (
  tenant text, conditions text, index_condition text, changed uuid[], changed_rows text
);

create function open_transaction_search(filter jsonb) returns transaction_search_place
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  tenant_id constant uuid := nullif(current_setting('causeway.organization_id', true), '')::uuid;
  tenant_environment constant text := nullif(current_setting('causeway.environment', true), '');
  place public.transaction_search_place;
  known bigint;
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
    where t.organization_id = tenant_id and t.environment = tenant_environment and t.last_position > coalesce(known, 0));
  place.changed_rows := format('(select id, entity_id, connection_id, account_id, sort_date, amount, status, currency, rail,
      search_text || %L as content from public.transactions
    where %s and last_position > %s and removed_at is null) changed', e'\n', place.tenant, coalesce(known, 0));
  return place;
end $$;

-- Which index tells where the rows are: that of a range of days or amounts that has few rows, or that of keys. What is known of the
-- frequency of keys is too little to leave the choice to the planner.
create function transaction_search_way(place transaction_search_place, filter jsonb) returns text
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  range text;
  many boolean;
begin
  foreach range in array array[
    public.transaction_search_conditions(jsonb_build_object('dateGte', filter -> 'dateGte', 'dateLt', filter -> 'dateLt')),
    public.transaction_search_conditions(jsonb_build_object('amountGte', filter -> 'amountGte', 'amountLte', filter -> 'amountLte'))
  ] loop
    if range = '' then continue; end if;
    execute format('select exists (select from public.transaction_search where %s %s offset 10000)', place.tenant, range) into many;
    if not many then return ''; end if;
  end loop;
  return place.index_condition;
end $$;

-- The first `page_size` transactions of a filter in an order (`-postedDate`, `postedDate`, `-amount`, `amount`; ties by id in the same
-- direction) after a place in it. Looks at the first rows of the order first, which answers whatever is common, and tells how far to
-- look for the rest; what is met less than once in a hundred rows is rare enough for the index. All of one snapshot, so the answer is
-- exact at any time.
create function search_transactions(filter jsonb, sort text, after_key text, after_id uuid, page_size integer)
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
  unchanged constant text := case when cardinality(place.changed) > 0 then ' and s.id <> all ($1)' else '' end;
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
  if cardinality(place.changed) > 0 then
    execute format('select array(select id from %s where true %s %s %s limit %s)', place.changed_rows, place.conditions,
      beyond, in_order, page_size) into changed;
  end if;
  -- A column with a name of its own: the order is that of the values, not of their texts.
  return query execute format('select id, %s::text as sort_key, body from public.transactions
    where organization_id = %L::uuid and id = any ($1) and removed_at is null %s limit %s', key,
    current_setting('causeway.organization_id'), in_order, page_size) using found || changed;
end $$;

-- How many transactions a filter has, up to `bound` and one more. `is_whole` is false where there are more than were counted.
create function count_transactions(filter jsonb, bound integer) returns table (counted integer, is_whole boolean)
  language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp set work_mem = '64MB'
  set enable_seqscan = off set enable_indexscan = on set enable_indexonlyscan = on set plan_cache_mode = force_custom_plan as $$
declare
  place constant public.transaction_search_place := public.open_transaction_search(filter);
  unchanged constant text := case when cardinality(place.changed) > 0 then ' and s.id <> all ($1)' else '' end;
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
  if cardinality(place.changed) > 0 then
    execute format('select count(*) from (select from %s where true %s limit %s) s', place.changed_rows, place.conditions,
      bound + 1) into rest;
  end if;
  return query select least(found + rest, bound), found + rest <= bound;
end $$;

revoke execute on function index_transactions(integer), search_transactions(jsonb, text, text, uuid, integer),
  count_transactions(jsonb, integer) from public;
