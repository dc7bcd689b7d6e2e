-- Which details a stored login has, without their values: a request for the next step of an onboarding opens no login.
-- Null for a login that was stored before this was noted.
alter table connection_credentials add column fields text[];
