-- The step of the last one-time code that was accepted: a code and those before it are of no use again.
alter table people_two_factors add column last_step bigint;

-- Whose invitation it is: it is worth what its maker may still do. Null for one that no member has made.
alter table member_invitations add column invited_by uuid references people on delete cascade;
create index member_invitations_of_inviter on member_invitations (invited_by);
