-- Invitations of banks that arrived by e-mail for a connection's delegated user. All times are real in both environments,
-- because a bank's mail gets old in real time.
create table invitations (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  -- Sealed by the vault: the code and whom the mail names; erased as soon as nothing will be done with it any more.
  content bytea,
  -- Keyed hash of the code, by which the same mail is known when it comes again.
  code_hash bytea not null,
  received_at timestamptz not null,
  expires_at timestamptz not null,
  -- Null while it waits to be taken to the bank.
  outcome text check (outcome in ('accepted', 'rejected', 'replaced')),
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check ((outcome is null) = (content is not null))
);
create unique index invitations_one_waiting on invitations (organization_id, connection_id) where outcome is null;
create unique index invitations_once on invitations (organization_id, connection_id, code_hash);
create index invitations_by_expiry on invitations (expires_at);

-- New parts of a login, written down before they are handed to the bank: whatever stops a worker then, nobody is locked out
-- by a password or an authenticator key that no one knows.
create table credential_changes (
  organization_id uuid not null,
  connection_id uuid not null,
  field text not null check (field in ('password', 'totpSecret')),
  id uuid not null,
  -- Sealed by the vault: the fields of the login that hold once the bank has taken them.
  content bytea not null,
  -- The invitation by whose code a first password is set.
  invitation_id uuid,
  chosen_at timestamptz not null,
  -- From then on it is not known whether the bank has taken it. Before, the bank has not seen it.
  handed_over_at timestamptz,
  -- When it was tried as a login because that was not known; it is tried so once.
  tried_at timestamptz,
  primary key (organization_id, connection_id, field),
  foreign key (organization_id, connection_id) references connections on delete cascade,
  check (tried_at is null or handed_over_at is not null)
);
