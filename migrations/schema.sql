-- The schema that all migrations make together. Written by test/sync/upgrade.test.ts; do not edit.

create table account_aliases (
  organization_id uuid not null,
  connection_id uuid not null,
  alias text not null,
  account_id uuid not null,
  constraint account_aliases_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id) ON DELETE CASCADE,
  constraint account_aliases_pkey PRIMARY KEY (organization_id, connection_id, alias)
);
CREATE INDEX account_aliases_by_name ON public.account_aliases USING btree (organization_id, alias);

create table accounts (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  connection_id uuid not null,
  entity_id uuid not null,
  type text not null,
  currency text not null,
  name text not null,
  status text not null,
  official_name text,
  account_number text,
  routing_number text,
  swift_bic text,
  ledger_balance numeric,
  available_balance numeric,
  balance_as_of timestamp with time zone,
  read_through date,
  proof_state text not null default 'unproven'::text,
  proven_through date,
  broken_from date,
  difference numeric,
  first_seen_at timestamp with time zone not null,
  read_from date,
  alarm_raised_at timestamp with time zone,
  wide_reads integer not null default 0,
  next_wide_read_at timestamp with time zone,
  statements_read_at timestamp with time zone,
  constraint accounts_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint accounts_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint accounts_pkey PRIMARY KEY (organization_id, id),
  constraint accounts_proof_state_check CHECK ((proof_state = ANY (ARRAY['proven'::text, 'unproven'::text, 'broken'::text])))
);
CREATE INDEX accounts_by_connection ON public.accounts USING btree (organization_id, connection_id, id DESC);
CREATE INDEX accounts_newest ON public.accounts USING btree (organization_id, environment, id DESC);

create table api_keys (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  key_id text not null,
  secret_hash bytea not null,
  name text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  rate_limit integer,
  made_by_kind text,
  made_by_id text,
  made_by_label text,
  constraint api_keys_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint api_keys_key_id_key UNIQUE (key_id),
  constraint api_keys_made_by_check CHECK (((made_by_kind IS NULL) = (made_by_id IS NULL))),
  constraint api_keys_made_by_kind_check CHECK ((made_by_kind = ANY (ARRAY['key'::text, 'member'::text, 'connect'::text, 'operator'::text, 'system'::text]))),
  constraint api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint api_keys_pkey PRIMARY KEY (organization_id, id),
  constraint api_keys_rate_limit_check CHECK ((rate_limit >= 0))
);

create table audit_entries (
  organization_id uuid,
  environment text,
  id uuid not null,
  created_at timestamp with time zone not null,
  action text not null,
  outcome text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_label text,
  request_id text,
  source_address text,
  target_type text not null,
  target_id text,
  details jsonb not null,
  constraint audit_entries_action_check CHECK ((action ~ '^[a-z_]+\.[a-z_]+$'::text)),
  constraint audit_entries_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['key'::text, 'member'::text, 'connect'::text, 'operator'::text, 'system'::text]))),
  constraint audit_entries_check CHECK (((actor_kind = ANY (ARRAY['key'::text, 'member'::text, 'connect'::text])) = (request_id IS NOT NULL))),
  constraint audit_entries_check1 CHECK (((environment IS NULL) OR (organization_id IS NOT NULL))),
  constraint audit_entries_details_check CHECK (((jsonb_typeof(details) = 'object'::text) AND (length((details)::text) <= 8192))),
  constraint audit_entries_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint audit_entries_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text]))),
  constraint audit_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entries_newest ON public.audit_entries USING btree (organization_id, id DESC);
CREATE INDEX audit_entries_of_target ON public.audit_entries USING btree (organization_id, target_id, id DESC);

create table causeway_migrations (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint causeway_migrations_pkey PRIMARY KEY (number)
);

create table code_messages (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  channel text not null,
  content bytea not null,
  sent_at timestamp with time zone,
  received_at timestamp with time zone not null,
  constraint code_messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint code_messages_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint code_messages_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX code_messages_by_age ON public.code_messages USING btree (received_at);
CREATE INDEX code_messages_by_connection ON public.code_messages USING btree (organization_id, connection_id, received_at);

create table connect_sessions (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  entity_id uuid not null,
  institution_id text,
  connection_id uuid,
  token_hash bytea not null,
  allowed_origins text[] not null,
  return_url text,
  theme jsonb not null,
  locale text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  completed_at timestamp with time zone,
  constraint connect_sessions_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint connect_sessions_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint connect_sessions_organization_id_entity_id_fkey FOREIGN KEY (organization_id, entity_id) REFERENCES entities(organization_id, id) ON DELETE CASCADE,
  constraint connect_sessions_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX connect_sessions_by_id ON public.connect_sessions USING btree (id);
CREATE UNIQUE INDEX connect_sessions_by_token ON public.connect_sessions USING btree (token_hash);
CREATE INDEX connect_sessions_newest ON public.connect_sessions USING btree (organization_id, environment, id DESC);
CREATE INDEX connect_sessions_of_connection ON public.connect_sessions USING btree (organization_id, connection_id) WHERE (connection_id IS NOT NULL);
CREATE INDEX connect_sessions_of_entity ON public.connect_sessions USING btree (organization_id, entity_id);
CREATE INDEX connect_sessions_oldest ON public.connect_sessions USING btree (expires_at);

create table connection_credentials (
  organization_id uuid not null,
  connection_id uuid not null,
  ciphertext bytea not null,
  updated_at timestamp with time zone not null,
  changed_at timestamp with time zone,
  changed_by text,
  fields text[],
  constraint connection_credentials_changed_by_check CHECK ((changed_by = ANY (ARRAY['integrator'::text, 'platform'::text]))),
  constraint connection_credentials_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint connection_credentials_pkey PRIMARY KEY (organization_id, connection_id)
);

create table connection_file_settings (
  organization_id uuid not null,
  connection_id uuid not null,
  knowledge jsonb not null,
  updated_at timestamp with time zone not null,
  constraint connection_file_settings_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint connection_file_settings_pkey PRIMARY KEY (organization_id, connection_id)
);

create table connection_signals (
  organization_id uuid not null,
  connection_id uuid not null,
  environment text not null,
  announced_at timestamp with time zone not null,
  due_at timestamp with time zone,
  sync_run_id uuid,
  constraint connection_signals_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint connection_signals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint connection_signals_pkey PRIMARY KEY (organization_id, connection_id)
);
CREATE INDEX connection_signals_due ON public.connection_signals USING btree (due_at) WHERE (due_at IS NOT NULL);

create table connection_transitions (
  organization_id uuid not null,
  connection_id uuid not null,
  id uuid not null,
  cause text not null,
  actor text not null,
  from_kind text not null,
  to_kind text not null,
  from_status text not null,
  to_status text not null,
  error_code text,
  at timestamp with time zone not null,
  constraint connection_transitions_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint connection_transitions_pkey PRIMARY KEY (organization_id, connection_id, id)
);

create table connection_warnings (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  account_id uuid,
  code text not null,
  actor text not null,
  first_seen_at timestamp with time zone not null,
  raised_at timestamp with time zone,
  ends_on date,
  is_exact boolean,
  announced_days integer,
  constraint connection_warnings_actor_check CHECK ((actor = ANY (ARRAY['endUser'::text, 'integrator'::text, 'platform'::text]))),
  constraint connection_warnings_check CHECK (((ends_on IS NULL) = (is_exact IS NULL))),
  constraint connection_warnings_check1 CHECK (((ends_on IS NULL) = (code <> ALL (ARRAY['password_expiring'::text, 'access_expiring'::text, 'device_expiring'::text])))),
  constraint connection_warnings_code_check CHECK ((code = ANY (ARRAY['password_expiring'::text, 'access_expiring'::text, 'device_expiring'::text, 'account_not_listed'::text, 'transactions_denied'::text, 'balances_denied'::text, 'statements_denied'::text]))),
  constraint connection_warnings_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id) ON DELETE CASCADE,
  constraint connection_warnings_organization_id_connection_id_code_acco_key UNIQUE NULLS NOT DISTINCT (organization_id, connection_id, code, account_id),
  constraint connection_warnings_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint connection_warnings_pkey PRIMARY KEY (organization_id, id)
);

create table connections (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  entity_id uuid not null,
  institution_id text,
  institution_name text,
  portal_url text,
  anchor text not null,
  kind text not null,
  status text not null,
  resume_status text,
  setup_failed boolean not null default false,
  error_code text,
  error_message text,
  delegated_username text not null,
  metadata jsonb not null,
  credentials_untried boolean not null default false,
  next_sync_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  last_success_at timestamp with time zone,
  data_as_of timestamp with time zone,
  consecutive_failures integer not null default 0,
  lease_run_id uuid,
  lease_epoch bigint not null default 0,
  lease_expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  observed_lateness_days integer not null default 0,
  totp_step bigint not null default 0,
  constraint connections_check CHECK (((status = 'paused'::text) = (resume_status IS NOT NULL))),
  constraint connections_check1 CHECK (((lease_run_id IS NULL) = (lease_expires_at IS NULL))),
  constraint connections_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint connections_kind_check CHECK ((kind = ANY (ARRAY['setup'::text, 'ready'::text]))),
  constraint connections_organization_id_entity_id_fkey FOREIGN KEY (organization_id, entity_id) REFERENCES entities(organization_id, id) ON DELETE CASCADE,
  constraint connections_pkey PRIMARY KEY (organization_id, id),
  constraint connections_resume_status_check CHECK ((resume_status = ANY (ARRAY['active'::text, 'reauthRequired'::text, 'errored'::text]))),
  constraint connections_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pendingActivation'::text, 'active'::text, 'reauthRequired'::text, 'errored'::text, 'paused'::text, 'revoked'::text])))
);
CREATE UNIQUE INDEX connections_by_anchor ON public.connections USING btree (organization_id, environment, entity_id, anchor) WHERE (status <> 'revoked'::text);
CREATE INDEX connections_by_username ON public.connections USING btree (delegated_username) WHERE (status <> 'revoked'::text);
CREATE INDEX connections_due ON public.connections USING btree (next_sync_at) WHERE (next_sync_at IS NOT NULL);
CREATE INDEX connections_due_of_tenant ON public.connections USING btree (organization_id, environment, next_sync_at) WHERE (next_sync_at IS NOT NULL);
CREATE INDEX connections_leased ON public.connections USING btree (lease_expires_at) WHERE (lease_expires_at IS NOT NULL);

create table credential_changes (
  organization_id uuid not null,
  connection_id uuid not null,
  field text not null,
  id uuid not null,
  content bytea not null,
  invitation_id uuid,
  chosen_at timestamp with time zone not null,
  handed_over_at timestamp with time zone,
  tried_at timestamp with time zone,
  constraint credential_changes_check CHECK (((tried_at IS NULL) OR (handed_over_at IS NOT NULL))),
  constraint credential_changes_field_check CHECK ((field = ANY (ARRAY['password'::text, 'totpSecret'::text]))),
  constraint credential_changes_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint credential_changes_pkey PRIMARY KEY (organization_id, connection_id, field)
);

create table daily_balances (
  organization_id uuid not null,
  account_id uuid not null,
  date date not null,
  environment text not null,
  connection_id uuid not null,
  entity_id uuid not null,
  currency text not null,
  ledger_balance numeric not null,
  posted_delta numeric not null,
  source text not null,
  updated_at timestamp with time zone not null,
  constraint daily_balances_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint daily_balances_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id) ON DELETE CASCADE,
  constraint daily_balances_pkey PRIMARY KEY (organization_id, account_id, date),
  constraint daily_balances_source_check CHECK ((source = ANY (ARRAY['bankProvided'::text, 'derived'::text])))
);
CREATE INDEX daily_balances_newest ON public.daily_balances USING btree (organization_id, environment, date DESC, account_id);

create table data_keys (
  organization_id uuid not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null,
  constraint data_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint data_keys_pkey PRIMARY KEY (organization_id)
);

create table delegated_phone_numbers (
  organization_id uuid not null,
  connection_id uuid not null,
  phone_number text not null,
  assigned_at timestamp with time zone not null,
  constraint delegated_phone_numbers_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint delegated_phone_numbers_phone_number_key UNIQUE (phone_number),
  constraint delegated_phone_numbers_pkey PRIMARY KEY (organization_id, connection_id)
);

create table entities (
  organization_id uuid not null,
  id uuid not null,
  external_entity_id text not null,
  is_default boolean not null,
  name text,
  contact_emails text[] not null,
  metadata jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint entities_organization_id_external_entity_id_key UNIQUE (organization_id, external_entity_id),
  constraint entities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint entities_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX entities_one_default ON public.entities USING btree (organization_id) WHERE is_default;

create table event_era (
  is_only boolean not null default true,
  id uuid not null,
  server text,
  constraint event_era_is_only_check CHECK (is_only),
  constraint event_era_pkey PRIMARY KEY (is_only)
);

create table events (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  type text not null,
  data jsonb not null,
  created_at timestamp with time zone not null,
  connection_id text generated always as ((data ->> 'connectionId'::text)) stored,
  written_by xid8 default pg_current_xact_id(),
  constraint events_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint events_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX events_newest ON public.events USING btree (organization_id, environment, id DESC);
CREATE INDEX events_of_connection ON public.events USING btree (organization_id, environment, connection_id, id DESC) WHERE (connection_id IS NOT NULL);
CREATE INDEX events_of_type ON public.events USING btree (organization_id, environment, type, id DESC);
CREATE INDEX events_written ON public.events USING btree (organization_id, environment, written_by, id) WHERE (written_by IS NOT NULL);

create table evidence (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  sync_run_id uuid not null,
  kind text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  observed_at timestamp with time zone not null,
  constraint evidence_kind_check CHECK ((kind = ANY (ARRAY['portal'::text, 'api'::text, 'file'::text, 'simulator'::text]))),
  constraint evidence_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint evidence_pkey PRIMARY KEY (organization_id, id)
);

create table file_sources (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  connection_id uuid not null,
  kind text not null,
  status text not null,
  path text not null,
  pattern text,
  after_taking text not null,
  move_to text,
  poll_seconds integer not null,
  settle_seconds integer not null,
  host text,
  port integer,
  username text,
  host_key_fingerprint text,
  login bytea,
  knowledge jsonb not null,
  next_poll_at timestamp with time zone,
  last_poll_at timestamp with time zone,
  last_success_at timestamp with time zone,
  consecutive_failures integer not null default 0,
  error_code text,
  error_message text,
  poll_epoch bigint not null default 0,
  poll_expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint file_sources_after_taking_check CHECK ((after_taking = ANY (ARRAY['keep'::text, 'move'::text, 'delete'::text]))),
  constraint file_sources_check CHECK (((kind = 'sftp'::text) = ((host IS NOT NULL) AND (port IS NOT NULL) AND (username IS NOT NULL) AND (host_key_fingerprint IS NOT NULL)))),
  constraint file_sources_check1 CHECK (((after_taking = 'move'::text) = (move_to IS NOT NULL))),
  constraint file_sources_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint file_sources_kind_check CHECK ((kind = ANY (ARRAY['folder'::text, 'sftp'::text]))),
  constraint file_sources_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint file_sources_pkey PRIMARY KEY (organization_id, id),
  constraint file_sources_poll_seconds_check CHECK (((poll_seconds >= 1) AND (poll_seconds <= 86400))),
  constraint file_sources_settle_seconds_check CHECK (((settle_seconds >= 0) AND (settle_seconds <= 3600))),
  constraint file_sources_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'stopped'::text])))
);
CREATE INDEX file_sources_due ON public.file_sources USING btree (next_poll_at) WHERE (status = 'active'::text);
CREATE INDEX file_sources_newest ON public.file_sources USING btree (organization_id, environment, id DESC);

create table idempotency_keys (
  organization_id uuid not null,
  environment text not null,
  key_hash bytea not null,
  id uuid not null,
  request_hash bytea not null,
  created_at timestamp with time zone not null,
  pending jsonb,
  answer bytea,
  constraint idempotency_keys_check CHECK (((pending IS NULL) <> (answer IS NULL))),
  constraint idempotency_keys_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, environment, key_hash)
);
CREATE INDEX idempotency_keys_oldest ON public.idempotency_keys USING btree (created_at);

create table invitations (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  content bytea,
  code_hash bytea not null,
  received_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  outcome text,
  constraint invitations_check CHECK (((outcome IS NULL) = (content IS NOT NULL))),
  constraint invitations_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint invitations_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'rejected'::text, 'replaced'::text]))),
  constraint invitations_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX invitations_by_expiry ON public.invitations USING btree (expires_at);
CREATE UNIQUE INDEX invitations_once ON public.invitations USING btree (organization_id, connection_id, code_hash);
CREATE UNIQUE INDEX invitations_one_waiting ON public.invitations USING btree (organization_id, connection_id) WHERE (outcome IS NULL);

create table job_turns (
  organization_id uuid not null,
  lane smallint not null,
  turn bigint not null
);
CREATE INDEX job_turns_by_turn ON public.job_turns USING btree (turn);
CREATE INDEX job_turns_last ON public.job_turns USING btree (organization_id, lane, turn);

create table member_invitations (
  organization_id uuid not null,
  id uuid not null,
  email text not null,
  role text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  invited_by uuid,
  constraint member_invitations_email_check CHECK ((email = lower(email))),
  constraint member_invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES people(id) ON DELETE CASCADE,
  constraint member_invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint member_invitations_pkey PRIMARY KEY (organization_id, id),
  constraint member_invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'developer'::text, 'viewer'::text])))
);
CREATE UNIQUE INDEX member_invitations_by_token ON public.member_invitations USING btree (token_hash);
CREATE UNIQUE INDEX member_invitations_of_address ON public.member_invitations USING btree (organization_id, email);
CREATE INDEX member_invitations_of_inviter ON public.member_invitations USING btree (invited_by);

create table members (
  organization_id uuid not null,
  person_id uuid not null,
  role text not null,
  created_at timestamp with time zone not null,
  constraint members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint members_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint members_pkey PRIMARY KEY (organization_id, person_id),
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'developer'::text, 'viewer'::text])))
);
CREATE INDEX members_of_person ON public.members USING btree (person_id);

create table mfa_challenges (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  connection_id uuid not null,
  sync_run_id uuid not null,
  channel text not null,
  prompt text,
  destination_masked text,
  message_form jsonb,
  login_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  session bytea,
  answer bytea,
  answered_by text,
  answered_at timestamp with time zone,
  taken_at timestamp with time zone,
  outcome text,
  announced_at timestamp with time zone,
  constraint mfa_challenges_answered_by_check CHECK ((answered_by = ANY (ARRAY['person'::text, 'email'::text, 'sms'::text]))),
  constraint mfa_challenges_channel_check CHECK ((channel = ANY (ARRAY['totp'::text, 'email'::text, 'sms'::text, 'unknown'::text]))),
  constraint mfa_challenges_check CHECK (((answered_by IS NULL) = (answered_at IS NULL))),
  constraint mfa_challenges_check1 CHECK (((taken_at IS NULL) OR (answered_at IS NOT NULL))),
  constraint mfa_challenges_check2 CHECK ((((taken_at IS NULL) AND (outcome IS NULL)) OR ((session IS NULL) AND (answer IS NULL)))),
  constraint mfa_challenges_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint mfa_challenges_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint mfa_challenges_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'rejected'::text, 'expired'::text, 'sessionLost'::text, 'interrupted'::text, 'withdrawn'::text]))),
  constraint mfa_challenges_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX mfa_challenges_by_run ON public.mfa_challenges USING btree (organization_id, sync_run_id);
CREATE UNIQUE INDEX mfa_challenges_one_open ON public.mfa_challenges USING btree (organization_id, connection_id) WHERE (outcome IS NULL);

create table organizations (
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  rate_limit integer,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_rate_limit_check CHECK ((rate_limit >= 0))
);

create table people (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint people_email_check CHECK ((email = lower(email))),
  constraint people_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX people_by_email ON public.people USING btree (email);

create table people_links (
  id uuid not null,
  purpose text not null,
  person_id uuid,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint people_links_check CHECK (((purpose = 'reset_password'::text) = (person_id IS NOT NULL))),
  constraint people_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint people_links_pkey PRIMARY KEY (id),
  constraint people_links_purpose_check CHECK ((purpose = ANY (ARRAY['set_up'::text, 'reset_password'::text])))
);
CREATE UNIQUE INDEX people_links_by_token ON public.people_links USING btree (token_hash);

create table people_logins (
  id uuid not null,
  person_id uuid not null,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint people_logins_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint people_logins_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX people_logins_by_provider ON public.people_logins USING btree (person_id, provider_id);

create table people_sessions (
  id uuid not null,
  person_id uuid not null,
  token text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  constraint people_sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint people_sessions_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX people_sessions_by_token ON public.people_sessions USING btree (token);
CREATE INDEX people_sessions_of_person ON public.people_sessions USING btree (person_id, id);
CREATE INDEX people_sessions_oldest ON public.people_sessions USING btree (expires_at);

create table people_sign_in_failures (
  subject bytea not null,
  failures integer not null,
  blocked_until timestamp with time zone not null,
  forget_at timestamp with time zone not null,
  constraint people_sign_in_failures_pkey PRIMARY KEY (subject)
);
CREATE INDEX people_sign_in_failures_oldest ON public.people_sign_in_failures USING btree (forget_at);

create table people_two_factors (
  id uuid not null,
  person_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamp with time zone,
  last_step bigint,
  constraint people_two_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint people_two_factors_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX people_two_factors_of_person ON public.people_two_factors USING btree (person_id);

create table people_verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint people_verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX people_verifications_by_identifier ON public.people_verifications USING btree (identifier);
CREATE INDEX people_verifications_oldest ON public.people_verifications USING btree (expires_at);

create table purpose_keys (
  purpose text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null,
  constraint purpose_keys_pkey PRIMARY KEY (purpose)
);

create table quarantined_files (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  connection_id uuid not null,
  status text not null,
  origin text not null,
  file_source_id uuid,
  file_name text,
  file_format text,
  file_size_bytes bigint not null,
  file_sha256 text not null,
  file_account_id uuid,
  file_format_hint text,
  problems jsonb not null,
  knowledge jsonb not null,
  received_at timestamp with time zone not null,
  sync_run_id uuid not null,
  decided_at timestamp with time zone,
  decided_by_key_id text,
  constraint quarantined_files_check CHECK (((status = 'open'::text) = (decided_at IS NULL))),
  constraint quarantined_files_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint quarantined_files_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint quarantined_files_origin_check CHECK ((origin = ANY (ARRAY['upload'::text, 'folder'::text, 'sftp'::text]))),
  constraint quarantined_files_pkey PRIMARY KEY (organization_id, id),
  constraint quarantined_files_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'discarded'::text])))
);
CREATE INDEX quarantined_files_newest ON public.quarantined_files USING btree (organization_id, environment, id DESC);
CREATE UNIQUE INDEX quarantined_files_open ON public.quarantined_files USING btree (organization_id, connection_id, file_sha256) WHERE (status = 'open'::text);

create table rate_windows (
  organization_id uuid not null,
  subject text not null,
  window_number bigint not null,
  taken bigint not null,
  lent bigint not null,
  constraint rate_windows_pkey PRIMARY KEY (organization_id, subject)
);

create table sandbox_clocks (
  organization_id uuid not null,
  ahead_ms bigint not null,
  constraint sandbox_clocks_ahead_ms_check CHECK ((ahead_ms >= 0)),
  constraint sandbox_clocks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint sandbox_clocks_pkey PRIMARY KEY (organization_id)
);
CREATE INDEX sandbox_clocks_ahead ON public.sandbox_clocks USING btree (organization_id) WHERE (ahead_ms > 0);

create table source_files (
  organization_id uuid not null,
  source_id uuid not null,
  name text not null,
  size_bytes bigint not null,
  modified_at_ms bigint not null,
  state text not null,
  seen_at timestamp with time zone not null,
  sha256 text,
  sync_run_id uuid,
  cleared boolean not null default false,
  error_code text,
  error_message text,
  constraint source_files_check CHECK (((state = 'taken'::text) = (sha256 IS NOT NULL))),
  constraint source_files_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES file_sources(organization_id, id) ON DELETE CASCADE,
  constraint source_files_pkey PRIMARY KEY (organization_id, source_id, name),
  constraint source_files_state_check CHECK ((state = ANY (ARRAY['settling'::text, 'taken'::text, 'failed'::text])))
);
CREATE INDEX source_files_by_content ON public.source_files USING btree (organization_id, source_id, sha256) WHERE (sha256 IS NOT NULL);

create table stated_balances (
  organization_id uuid not null,
  account_id uuid not null,
  date date not null,
  stated_as text not null,
  amount numeric not null,
  evidence_id uuid,
  constraint stated_balances_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id) ON DELETE CASCADE,
  constraint stated_balances_pkey PRIMARY KEY (organization_id, account_id, date, stated_as),
  constraint stated_balances_stated_as_check CHECK ((stated_as = ANY (ARRAY['closing'::text, 'opening'::text, 'running'::text])))
);

create table statements (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  account_id uuid not null,
  source_key text not null,
  period_start date,
  period_end date,
  currency text not null,
  opening_balance numeric,
  closing_balance numeric,
  format text not null,
  file_name text,
  content_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  source text not null,
  created_at timestamp with time zone not null,
  constraint statements_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint statements_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'bai2'::text, 'camt052'::text, 'camt053'::text, 'camt054'::text, 'mt940'::text, 'mt942'::text, 'ofx'::text, 'qfx'::text, 'qif'::text, 'csv'::text]))),
  constraint statements_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id) ON DELETE CASCADE,
  constraint statements_organization_id_account_id_source_key_key UNIQUE (organization_id, account_id, source_key),
  constraint statements_pkey PRIMARY KEY (organization_id, id),
  constraint statements_source_check CHECK ((source = ANY (ARRAY['portal'::text, 'upload'::text])))
);
CREATE INDEX statements_newest ON public.statements USING btree (organization_id, environment, id DESC);
CREATE INDEX statements_of_account ON public.statements USING btree (organization_id, account_id, id DESC);

create table stream_heads (
  organization_id uuid not null,
  environment text not null,
  head bigint not null default 0,
  constraint stream_heads_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint stream_heads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint stream_heads_pkey PRIMARY KEY (organization_id, environment)
);

create table stream_marks (
  organization_id uuid not null,
  environment text not null,
  at timestamp with time zone not null,
  position bigint not null,
  constraint stream_marks_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint stream_marks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint stream_marks_pkey PRIMARY KEY (organization_id, environment, at)
);

create table stream_restores (
  organization_id uuid not null,
  environment text not null,
  number integer not null,
  id uuid not null,
  restored_at timestamp with time zone not null,
  taken_at timestamp with time zone not null,
  head bigint not null,
  constraint stream_restores_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint stream_restores_number_check CHECK ((number > 0)),
  constraint stream_restores_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint stream_restores_pkey PRIMARY KEY (organization_id, environment, number)
);

create table suggestions (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  kind text not null,
  status text not null,
  connection_id uuid not null,
  account_id uuid not null,
  older_id uuid not null,
  newer_id uuid not null,
  reasons text[] not null,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint suggestions_check CHECK (((status = 'open'::text) = (closed_at IS NULL))),
  constraint suggestions_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint suggestions_kind_check CHECK ((kind = ANY (ARRAY['transaction'::text, 'account'::text]))),
  constraint suggestions_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint suggestions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint suggestions_organization_id_older_id_newer_id_key UNIQUE (organization_id, older_id, newer_id),
  constraint suggestions_pkey PRIMARY KEY (organization_id, id),
  constraint suggestions_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'rejected'::text, 'superseded'::text])))
);
CREATE INDEX suggestions_newest ON public.suggestions USING btree (organization_id, environment, id DESC);
CREATE INDEX suggestions_of_newer ON public.suggestions USING btree (organization_id, newer_id);

create table sync_run_steps (
  organization_id uuid not null,
  sync_run_id uuid not null,
  id uuid not null,
  name text not null,
  outcome text not null,
  detail text,
  duration_ms integer not null,
  screenshot_sha256 text,
  recorded_at timestamp with time zone not null default now(),
  constraint sync_run_steps_organization_id_sync_run_id_fkey FOREIGN KEY (organization_id, sync_run_id) REFERENCES sync_runs(organization_id, id) ON DELETE CASCADE,
  constraint sync_run_steps_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text]))),
  constraint sync_run_steps_pkey PRIMARY KEY (organization_id, sync_run_id, id)
);
CREATE INDEX sync_run_steps_by_age ON public.sync_run_steps USING btree (recorded_at);
CREATE INDEX sync_run_steps_screenshots ON public.sync_run_steps USING btree (screenshot_sha256) WHERE (screenshot_sha256 IS NOT NULL);

create table sync_runs (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  connection_id uuid not null,
  trigger text not null,
  status text not null,
  outcome text,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  window_start date,
  window_end date,
  added integer not null default 0,
  modified integer not null default 0,
  removed integer not null default 0,
  per_account jsonb not null default '[]'::jsonb,
  error jsonb,
  file_name text,
  file_format text,
  file_size_bytes bigint,
  file_sha256 text,
  file_account_id uuid,
  file_format_hint text,
  file_origin text,
  file_source_id uuid,
  file_knowledge jsonb,
  recoveries smallint not null default 0,
  constraint sync_runs_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint sync_runs_file_origin_check CHECK ((file_origin = ANY (ARRAY['upload'::text, 'folder'::text, 'sftp'::text]))),
  constraint sync_runs_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE,
  constraint sync_runs_outcome_check CHECK ((outcome = ANY (ARRAY['changed'::text, 'unchanged'::text]))),
  constraint sync_runs_pkey PRIMARY KEY (organization_id, id),
  constraint sync_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'suspended'::text, 'succeeded'::text, 'partial'::text, 'failed'::text]))),
  constraint sync_runs_trigger_check CHECK ((trigger = ANY (ARRAY['schedule'::text, 'manual'::text, 'activation'::text, 'upload'::text, 'webhook'::text])))
);
CREATE INDEX sync_runs_by_connection ON public.sync_runs USING btree (organization_id, connection_id, id DESC);
CREATE INDEX sync_runs_by_file ON public.sync_runs USING btree (organization_id, connection_id, file_sha256) WHERE (file_sha256 IS NOT NULL);
CREATE UNIQUE INDEX sync_runs_one_queued ON public.sync_runs USING btree (organization_id, connection_id) WHERE ((status = 'queued'::text) AND (trigger <> 'upload'::text));
CREATE UNIQUE INDEX sync_runs_one_running ON public.sync_runs USING btree (organization_id, connection_id) WHERE (status = 'running'::text);
CREATE UNIQUE INDEX sync_runs_one_suspended ON public.sync_runs USING btree (organization_id, connection_id) WHERE (status = 'suspended'::text);

create table transaction_aliases (
  organization_id uuid not null,
  account_id uuid not null,
  source_id text not null,
  transaction_id uuid not null,
  constraint transaction_aliases_pkey PRIMARY KEY (organization_id, account_id, source_id)
);
CREATE INDEX transaction_aliases_of_transaction ON public.transaction_aliases USING btree (organization_id, transaction_id);

create table transaction_revisions (
  organization_id uuid not null,
  transaction_id uuid not null,
  revision integer not null,
  type text not null,
  changed_at timestamp with time zone not null,
  changed_fields text[] not null,
  sync_run_id uuid,
  evidence_id uuid,
  evidence_location text,
  body text,
  constraint transaction_revisions_pkey PRIMARY KEY (organization_id, transaction_id, revision),
  constraint transaction_revisions_type_check CHECK ((type = ANY (ARRAY['added'::text, 'modified'::text, 'removed'::text])))
);

create table transaction_search (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  entity_id uuid not null,
  connection_id uuid not null,
  account_id uuid not null,
  sort_date date not null,
  amount numeric not null,
  status text not null,
  currency text not null,
  rail text not null,
  content text not null,
  constraint transaction_search_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint transaction_search_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX transaction_search_by_amount ON public.transaction_search USING btree (organization_id, environment, amount, id);
CREATE INDEX transaction_search_by_date ON public.transaction_search USING btree (organization_id, environment, sort_date, id);
CREATE INDEX transaction_search_keys_of_rows ON public.transaction_search USING gin (transaction_search_keys(organization_id, environment, entity_id, connection_id, account_id, sort_date, amount, status, currency, rail, content)) WITH (gin_pending_list_limit='65536');

create table transaction_search_heads (
  organization_id uuid not null,
  environment text not null,
  position bigint not null,
  constraint transaction_search_heads_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint transaction_search_heads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint transaction_search_heads_pkey PRIMARY KEY (organization_id, environment)
);

create table transaction_views (
  organization_id uuid not null,
  account_id uuid not null,
  transaction_id uuid not null,
  bank jsonb,
  file jsonb,
  constraint transaction_views_check CHECK (((bank IS NULL) = (file IS NULL))),
  constraint transaction_views_pkey PRIMARY KEY (organization_id, transaction_id)
);
CREATE INDEX transaction_views_of_account ON public.transaction_views USING btree (organization_id, account_id);

create table transactions (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  entity_id uuid not null,
  connection_id uuid not null,
  account_id uuid not null,
  status text not null,
  posted_date date,
  pending_date date,
  value_date date,
  amount numeric not null,
  currency text not null,
  rail text not null,
  match_key text not null,
  missed_reads smallint not null default 0,
  search_text text not null,
  body text not null,
  revision integer not null,
  first_position bigint not null,
  last_position bigint not null,
  updated_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  removed_reason text,
  replaced_by_id uuid,
  sort_date date not null generated always as (COALESCE(posted_date, 'infinity'::date)) stored,
  event_head text not null,
  constraint transactions_check CHECK (((removed_at IS NULL) = (removed_reason IS NULL))),
  constraint transactions_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint transactions_pkey PRIMARY KEY (organization_id, id),
  constraint transactions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'posted'::text])))
);
CREATE INDEX transactions_by_date ON public.transactions USING btree (organization_id, environment, sort_date, id) WHERE (removed_at IS NULL);
CREATE INDEX transactions_by_update ON public.transactions USING btree (organization_id, environment, updated_at, id) WHERE (removed_at IS NULL);
CREATE INDEX transactions_missed ON public.transactions USING btree (organization_id, account_id, sort_date) WHERE ((removed_at IS NULL) AND (missed_reads > 0));
CREATE INDEX transactions_of_account ON public.transactions USING btree (organization_id, account_id, sort_date, id) WHERE (removed_at IS NULL);
CREATE INDEX transactions_of_connection ON public.transactions USING btree (organization_id, connection_id, sort_date, id) WHERE (removed_at IS NULL);
CREATE INDEX transactions_open ON public.transactions USING btree (organization_id, account_id) WHERE ((removed_at IS NULL) AND ((status = 'pending'::text) OR (posted_date IS NULL)));
CREATE UNIQUE INDEX transactions_stream ON public.transactions USING btree (organization_id, environment, last_position);
CREATE INDEX transactions_stream_by_account ON public.transactions USING btree (organization_id, environment, account_id, last_position);
CREATE INDEX transactions_stream_by_connection ON public.transactions USING btree (organization_id, environment, connection_id, last_position);
CREATE INDEX transactions_tombstones ON public.transactions USING btree (organization_id, environment, last_position) WHERE (removed_at IS NOT NULL);

create table webhook_deliveries (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  status text not null,
  created_at timestamp with time zone not null,
  attempts_begun integer not null default 0,
  next_attempt_at timestamp with time zone,
  attempts jsonb not null default '[]'::jsonb,
  constraint webhook_deliveries_check CHECK (((status = 'pending'::text) = (next_attempt_at IS NOT NULL))),
  constraint webhook_deliveries_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint webhook_deliveries_organization_id_event_id_fkey FOREIGN KEY (organization_id, event_id) REFERENCES events(organization_id, id),
  constraint webhook_deliveries_organization_id_webhook_id_fkey FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks(organization_id, id) ON DELETE CASCADE,
  constraint webhook_deliveries_pkey PRIMARY KEY (organization_id, webhook_id, id),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text])))
);
CREATE INDEX webhook_deliveries_of_event ON public.webhook_deliveries USING btree (organization_id, event_id);

create table webhook_queue (
  organization_id uuid not null,
  webhook_id uuid not null,
  due_at timestamp with time zone not null,
  delivery_id uuid not null,
  event_id uuid not null,
  attempts_begun integer not null,
  failures integer not null,
  is_last_chance boolean not null,
  leased_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint webhook_queue_organization_id_webhook_id_fkey FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks(organization_id, id) ON DELETE CASCADE,
  constraint webhook_queue_pkey PRIMARY KEY (organization_id, webhook_id, due_at, delivery_id)
);

create table webhooks (
  organization_id uuid not null,
  id uuid not null,
  environment text not null,
  url text not null,
  events text[] not null,
  secret bytea not null,
  secret_hint text not null,
  previous_secret bytea,
  previous_secret_expires_at timestamp with time zone,
  secret_version integer not null default 1,
  active boolean not null,
  metadata jsonb not null,
  failing_since timestamp with time zone,
  last_failed_at timestamp with time zone,
  paused_until timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint webhooks_check CHECK (((previous_secret IS NULL) = (previous_secret_expires_at IS NULL))),
  constraint webhooks_check1 CHECK (((failing_since IS NULL) = (last_failed_at IS NULL))),
  constraint webhooks_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint webhooks_events_check CHECK ((cardinality(events) > 0)),
  constraint webhooks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint webhooks_pkey PRIMARY KEY (organization_id, id),
  constraint webhooks_secret_hint_check CHECK ((length(secret_hint) = 4))
);
CREATE INDEX webhooks_newest ON public.webhooks USING btree (organization_id, environment, id DESC);
