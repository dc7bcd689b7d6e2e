-- Requests a second, over the installation's window, that a key and an organization may send. Null means the installation's
-- setting, 0 no limit.
alter table api_keys add column rate_limit int check (rate_limit >= 0);
alter table organizations add column rate_limit int check (rate_limit >= 0);

-- What API processes have been lent of the current window's quota: one row for each key and one (with an empty subject) for
-- each organization. Not logged: a crash of the server begins the window anew, and no commit waits for the disk.
create unlogged table rate_windows (
  organization_id uuid not null,
  -- Id of a key; empty for the organization as a whole.
  subject text not null,
  -- How many windows of the subject had ended before this one, by the clock of the database.
  window_number bigint not null,
  -- Requests of this window lent to processes so far.
  taken bigint not null,
  -- The latest of these loans.
  lent bigint not null,
  primary key (organization_id, subject)
) with (fillfactor = 50);
