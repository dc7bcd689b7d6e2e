-- Members act in the console, and holders of Connect links on its pages; both by requests, as keys do.
alter table audit_entries
  drop constraint audit_entries_actor_kind_check,
  drop constraint audit_entries_check,
  add constraint audit_entries_actor_kind_check
    check (actor_kind in ('key', 'member', 'connect', 'operator', 'system')),
  add constraint audit_entries_check
    check ((actor_kind in ('key', 'member', 'connect')) = (request_id is not null));
