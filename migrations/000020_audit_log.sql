-- Who did what, when and from where: one row of each administrative act, written in the act's own transaction. No reference to
-- organizations or to what was acted upon: an entry outlives both.
create table audit_entries (
  -- Null for what concerns the whole installation, such as its master key.
  organization_id uuid,
  -- Null for what belongs to both environments, such as an entity.
  environment text check (environment in ('live', 'test')),
  -- Grows with time; entries are read and purged in its order.
  id uuid primary key,
  created_at timestamptz not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  outcome text not null check (outcome in ('done', 'failed')),
  actor_kind text not null check (actor_kind in ('key', 'operator', 'system')),
  -- The key id of a key, the login name of an operator, the part of the system.
  actor_id text not null,
  actor_label text,
  request_id text,
  source_address text,
  target_type text not null,
  target_id text,
  details jsonb not null check (jsonb_typeof(details) = 'object' and length(details::text) <= 8192),
  check ((actor_kind = 'key') = (request_id is not null)),
  check (environment is null or organization_id is not null)
);
create index audit_entries_newest on audit_entries (organization_id, id desc);
create index audit_entries_of_target on audit_entries (organization_id, target_id, id desc);

-- Nothing changes an entry, and none goes before its time. What ends the life of an entry later than this is a setting; the
-- database holds the shortest life that can be set.
create function keep_audit_entry() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' and old.created_at < clock_timestamp() - interval '90 days' then
    return old;
  end if;
  raise exception 'audit entries are kept: % is not possible', lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_is_kept before update or delete on audit_entries
  for each row execute function keep_audit_entry();
create trigger audit_entries_are_kept before truncate on audit_entries
  for each statement execute function keep_audit_entry();
