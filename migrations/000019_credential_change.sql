-- When a login was last changed, and by whom: a delegated user's password that the platform has changed at the bank is no longer
-- the one that the integrator knows. Null for what was stored before this was noted.
alter table connection_credentials add column changed_at timestamptz;
alter table connection_credentials add column changed_by text check (changed_by in ('integrator', 'platform'));
