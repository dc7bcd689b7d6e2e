-- Who signs in to the console, and what they are where. The tables that the sign-in library works on begin with `people`.
create table people (
  id uuid primary key,
  name text not null,
  -- In lower case, as it is looked up.
  email text not null check (email = lower(email)),
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index people_by_email on people (email);

-- A token is of no use without the signature that its cookie carries.
create table people_sessions (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  token text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Noted once a minute; a session that is not used ends before its time.
  last_used_at timestamptz,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text
);
create unique index people_sessions_by_token on people_sessions (token);
create index people_sessions_of_person on people_sessions (person_id, id);
create index people_sessions_oldest on people_sessions (expires_at);

-- How a person proves who they are: a password, as its scrypt hash.
create table people_logins (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index people_logins_by_provider on people_logins (person_id, provider_id);

-- The first steps of sign-ins that wait for their second.
create table people_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index people_verifications_by_identifier on people_verifications (identifier);
create index people_verifications_oldest on people_verifications (expires_at);

-- Secrets of one-time codes and backup codes, both encrypted.
create table people_two_factors (
  id uuid primary key,
  person_id uuid not null references people on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz
);
create unique index people_two_factors_of_person on people_two_factors (person_id);

-- Links that work once: to become the first person, and to choose a new password. Of a token only its hash is here.
create table people_links (
  id uuid primary key,
  purpose text not null check (purpose in ('set_up', 'reset_password')),
  person_id uuid references people on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((purpose = 'reset_password') = (person_id is not null))
);
create unique index people_links_by_token on people_links (token_hash);

-- Refused sign-ins by hashed address, and by where they came from: how long to wait until the next try.
create table people_sign_in_failures (
  subject bytea primary key,
  failures integer not null,
  blocked_until timestamptz not null,
  forget_at timestamptz not null
);
create index people_sign_in_failures_oldest on people_sign_in_failures (forget_at);

create table members (
  organization_id uuid not null references organizations on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
  created_at timestamptz not null,
  primary key (organization_id, person_id)
);
create index members_of_person on members (person_id);

-- Gone as soon as they were accepted or withdrawn. Of a token only its hash is here.
create table member_invitations (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index member_invitations_by_token on member_invitations (token_hash);
create unique index member_invitations_of_address on member_invitations (organization_id, email);
