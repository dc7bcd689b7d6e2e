import type { Db, Sql } from '../../infra/database.ts';

/** Who works on a database beside its owner. Neither role owns anything or can bypass a policy. */
export interface DatabaseRoles {
  /** Of requests and runs: sees the rows of the tenant that its session is bound to. */
  readonly tenant: string;
  /** Of what serves all tenants: sees whole tables, but only the few named below. */
  readonly service: string;
}

export type Privilege = 'select' | 'insert' | 'update' | 'delete';

const ALL: readonly Privilege[] = ['select', 'insert', 'update', 'delete'];

/** What a tenant's session may do with tables of tenants, where that is not everything. */
export const TENANT_LIMITS: Readonly<Record<string, readonly Privilege[]>> = {
  // Keys are made and revoked by the owner, and looked up before a tenant is known.
  api_keys: [],
  audit_entries: ['select', 'insert'],
  // Written by functions of the owner only.
  job_turns: [],
  // Who is a member decides what a session may see, so no such session can change it.
  member_invitations: [],
  members: [],
  organizations: ['select'],
  // Counted for keys and organizations as wholes, by the service.
  rate_windows: [],
  stream_restores: ['select'],
  // Searched and filled by functions of the owner.
  transaction_search: ['select', 'delete'],
  transaction_search_heads: [],
};

/**
 * What works across tenants, and on which tables: key look-up, schedule, queue of webhooks, purge; and what makes organizations, their
 * members and keys. No transaction, balance, account, statement, login or data key is among them.
 */
export const SERVICE_TABLES: Readonly<Record<string, readonly Privilege[]>> = {
  api_keys: ['select', 'insert', 'update'],
  audit_entries: ['select', 'insert', 'delete'],
  code_messages: ['select', 'delete'],
  // A token is looked up before its organization is known; the schedule forgets old ones, which takes a row lock.
  connect_sessions: ['select', 'update', 'delete'],
  connection_signals: ['select', 'update', 'delete'],
  // A row lock needs the right to update. The schedule also notes that a sync is queued.
  connections: ['select', 'update'],
  delegated_phone_numbers: ['select', 'insert'],
  // Of an entity only that of a new organization is made here.
  entities: ['insert'],
  events: ['select', 'insert', 'delete'],
  evidence: ['select'],
  file_sources: ['select', 'update'],
  idempotency_keys: ['select', 'update', 'delete'],
  invitations: ['select', 'delete'],
  member_invitations: ALL,
  members: ALL,
  organizations: ['select', 'insert', 'update'],
  quarantined_files: ['select', 'delete'],
  rate_windows: ALL,
  sandbox_clocks: ['select', 'insert'],
  stream_heads: ['select', 'insert'],
  stream_restores: ['select'],
  sync_run_steps: ['select', 'delete'],
  sync_runs: ['select', 'insert'],
  transaction_search_heads: ['select'],
  webhook_deliveries: ALL,
  webhook_queue: ALL,
  webhooks: ['select', 'update'],
};

/** Columns of further tables, the rest of which the service does not see. */
export const SERVICE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  accounts: ['proof_state', 'alarm_raised_at'],
  // Whether there is a login, never what it is.
  connection_credentials: ['organization_id', 'connection_id'],
  // Whether a new password is unsure, and whether a code is waited for.
  credential_changes: ['organization_id', 'connection_id', 'field', 'handed_over_at', 'tried_at'],
  mfa_challenges: ['organization_id', 'connection_id', 'outcome', 'answered_at'],
  // Which files are still needed.
  statements: ['sha256'],
};

/** Functions that do as the owner what neither role may. */
const OWNER_FUNCTIONS = [
  'queue_job',
  'queue_in_turn',
  'queue_again',
  'give_overdue_turns',
  'forget_turns',
  'remove_jobs',
  'analyze_transactions',
  'index_transactions',
  'search_transactions',
  'count_transactions',
];

/** Tables that belong to no tenant. */
export const COMMON_TABLES: Readonly<
  Record<string, { readonly [Role in keyof DatabaseRoles]?: readonly Privilege[] }>
> = {
  causeway_migrations: {},
  event_era: { tenant: ['select'], service: ['select'] },
  people: { service: ALL },
  people_links: { service: ALL },
  people_logins: { service: ALL },
  people_sessions: { service: ALL },
  people_sign_in_failures: { service: ALL },
  people_two_factors: { service: ALL },
  people_verifications: { service: ALL },
  purpose_keys: {},
};

/** Grows when the text of a policy changes: policies of another version are made anew. */
const VERSION = 2;
const JOBS_SCHEMA = 'graphile_worker';
const LOCK_KEY = 0x6361757365616363n;

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly isSequence: boolean;
  readonly isGuarded: boolean;
  /** `id` for organizations, which are tenants' own rows by it; null for tables that belong to none. */
  readonly organizationColumn: string | null;
  readonly environmentColumn: 'none' | 'required' | 'optional';
  readonly policies: readonly { readonly name: string; readonly roles: readonly string[] }[];
  /** Role and privilege. */
  readonly grants: readonly string[];
  /** Columns that the service may read of a table that it may not read whole. */
  readonly openColumns: readonly string[];
}

/**
 * Brings policies and grants to what this file says, table by table from the catalogue: a table with an organization is guarded
 * by it, and by its environment where it has one, whoever made the table and however it came here. Changes what differs only,
 * so that a start beside working processes takes no locks. `sql` belongs to the owner. Returns the statements it ran.
 */
export async function applyDatabaseAccess(sql: Sql, roles: DatabaseRoles): Promise<string[]> {
  if ((await planDatabaseAccess(sql, roles)).length === 0) return [];
  return sql.begin(async (db) => {
    await db`select pg_advisory_xact_lock(${LOCK_KEY})`;
    const statements = await planDatabaseAccess(db, roles);
    for (const statement of statements) await db.unsafe(statement);
    return statements;
  });
}

async function planDatabaseAccess(db: Db, roles: DatabaseRoles): Promise<string[]> {
  const tables = await listTables(db, roles);
  return [...(await planPassage(db, roles)), ...tables.flatMap((table) => planTable(table, roles))];
}

/** The way to the tables, and what is done for the roles: database, schemas, functions. */
async function planPassage(db: Db, roles: DatabaseRoles): Promise<string[]> {
  const rows = await db<{ statement: string }[]>`
    select format('grant connect on database %I to %I', current_database(), role) as statement
    from unnest(${[roles.tenant, roles.service]}::text[]) as role
    where not has_database_privilege(role, current_database(), 'connect')
    union all
    select format('grant usage on schema %I to %I', nspname, role)
    from pg_namespace, unnest(${[roles.tenant, roles.service]}::text[]) as role
    where (nspname = 'public' or nspname = ${JOBS_SCHEMA} and role = ${roles.service})
      and not has_schema_privilege(role, oid, 'usage')
    union all
    select format('grant execute on function %s to %I', oid::regprocedure, role)
    from pg_proc, unnest(${[roles.tenant, roles.service]}::text[]) as role
    where pronamespace = 'public'::regnamespace and proname = any(${OWNER_FUNCTIONS}::text[])
      and not has_function_privilege(role, oid, 'execute')`;
  return rows.map(({ statement }) => statement);
}

function listTables(db: Db, roles: DatabaseRoles): Promise<Table[]> {
  return db<Table[]>`
    select n.nspname as schema, c.relname as name, c.relkind = 'S' as is_sequence, c.relrowsecurity as is_guarded,
      case when n.nspname <> 'public' then null when c.relname = 'organizations' then 'id'
        when exists (select from pg_attribute where attrelid = c.oid and attname = 'organization_id') then 'organization_id'
      end as organization_column,
      coalesce((select case when attnotnull then 'required' else 'optional' end from pg_attribute
        where attrelid = c.oid and attname = 'environment'), 'none') as environment_column,
      coalesce((select json_agg(json_build_object('name', policyname, 'roles', p.roles)) from pg_policies p
        where p.schemaname = n.nspname and p.tablename = c.relname), '[]') as policies,
      coalesce((select json_agg(grantee::regrole::text || ' ' || lower(privilege_type)) from aclexplode(c.relacl)
        where grantee in (to_regrole(quote_ident(${roles.tenant})), to_regrole(quote_ident(${roles.service})))), '[]')
        as grants,
      array(select attname::text from pg_attribute a where attrelid = c.oid and attnum > 0 and exists (
        select from aclexplode(a.attacl) where grantee = to_regrole(quote_ident(${roles.service})))) as open_columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', ${JOBS_SCHEMA}) and (c.relkind in ('r', 'p', 'S') or c.relkind = 'v' and n.nspname = ${JOBS_SCHEMA})
    order by 1, 2`;
}

function planTable(table: Table, roles: DatabaseRoles): string[] {
  const wanted = wantedPolicies(table, roles);
  const place = `${quoteName(table.schema)}.${quoteName(table.name)}`;
  const isCurrent = (policy: Table['policies'][number]) =>
    wanted.some(({ name, role }) => name === policy.name && policy.roles.length === 1 && policy.roles[0] === role);
  const stale = table.policies.filter((policy) => isOurs(policy.name) && !isCurrent(policy));
  const missing = wanted.filter(
    ({ name }) => !table.policies.some((policy) => policy.name === name && isCurrent(policy)),
  );
  return [
    ...(table.organizationColumn !== null && !table.isGuarded
      ? [`alter table ${place} enable row level security`]
      : []),
    ...stale.map(({ name }) => `drop policy ${quoteName(name)} on ${place}`),
    ...missing.map(
      ({ name, role, using, check }) =>
        `create policy ${name} on ${place} to ${quoteName(role)} using (${using}) with check (${check})`,
    ),
    ...planGrants(table, place, roles),
    ...planColumns(table, place, roles),
  ];
}

function isOurs(policy: string): boolean {
  return /^causeway_(?:tenant|service)_\d+$/.test(policy);
}

interface Policy {
  readonly name: string;
  readonly role: string;
  /** Which rows are seen. */
  readonly using: string;
  /** Which rows may be written. */
  readonly check: string;
}

/**
 * A query compares the same columns with values of its own, so the server asks once whether these are those of the session, and never
 * row by row. Rows that are written are checked one by one, and there a setting is read once only as the value of a subquery.
 */
function wantedPolicies(table: Table, roles: DatabaseRoles): Policy[] {
  const tenant: Policy = {
    name: `causeway_tenant_${VERSION}`,
    role: roles.tenant,
    using: tenantRule(table, (setting) => setting),
    check: tenantRule(table, (setting) => `(select ${setting})`),
  };
  const service: Policy = { name: `causeway_service_${VERSION}`, role: roles.service, using: 'true', check: 'true' };
  // The tables of the job queue come with row-level security and without a policy.
  if (table.schema === JOBS_SCHEMA) return table.isGuarded ? [service] : [];
  if (table.organizationColumn === null) return [];
  const isShared = Object.hasOwn(SERVICE_TABLES, table.name) || Object.hasOwn(SERVICE_COLUMNS, table.name);
  return isShared ? [tenant, service] : [tenant];
}

/** A session without the settings sees nothing: an empty text is no organization. */
function tenantRule({ organizationColumn, environmentColumn }: Table, read: (setting: string) => string): string {
  const setting = (name: string) => `nullif(current_setting('causeway.${name}', true), '')`;
  const organization = `${organizationColumn} = ${read(`${setting('organization_id')}::uuid`)}`;
  if (environmentColumn === 'none') return organization;
  const environment = `environment = ${read(setting('environment'))}`;
  return environmentColumn === 'required'
    ? `${organization} and ${environment}`
    : `${organization} and (environment is null or ${environment})`;
}

function planGrants(table: Table, place: string, roles: DatabaseRoles): string[] {
  return [roles.tenant, roles.service].flatMap((role) => {
    const wanted = wantedGrants(table, role === roles.tenant ? 'tenant' : 'service');
    const has = table.grants.flatMap((grant) => {
      const cut = grant.lastIndexOf(' ');
      return unquoteName(grant.slice(0, cut)) === role ? [grant.slice(cut + 1)] : [];
    });
    const missing = wanted.filter((privilege) => !has.includes(privilege));
    const surplus = has.filter((privilege) => !wanted.includes(privilege));
    const kind = table.isSequence ? 'sequence ' : '';
    return [
      ...(missing.length > 0 ? [`grant ${missing.join(', ')} on ${kind}${place} to ${quoteName(role)}`] : []),
      ...(surplus.length > 0 ? [`revoke ${surplus.join(', ')} on ${kind}${place} from ${quoteName(role)}`] : []),
    ];
  });
}

function planColumns(table: Table, place: string, roles: DatabaseRoles): string[] {
  const wanted = table.schema === 'public' ? (SERVICE_COLUMNS[table.name] ?? []) : [];
  const missing = wanted.filter((column) => !table.openColumns.includes(column));
  const surplus = table.openColumns.filter((column) => !wanted.includes(column));
  const list = (columns: readonly string[]) => columns.map(quoteName).join(', ');
  return [
    ...(missing.length > 0 ? [`grant select (${list(missing)}) on ${place} to ${quoteName(roles.service)}`] : []),
    ...(surplus.length > 0 ? [`revoke select (${list(surplus)}) on ${place} from ${quoteName(roles.service)}`] : []),
  ];
}

function wantedGrants(table: Table, role: keyof DatabaseRoles): readonly string[] {
  if (table.schema === JOBS_SCHEMA) {
    if (role === 'tenant') return [];
    return table.isSequence ? ['usage'] : ALL;
  }
  if (table.isSequence) return [];
  if (table.organizationColumn === null) return COMMON_TABLES[table.name]?.[role] ?? [];
  return role === 'tenant' ? (TENANT_LIMITS[table.name] ?? ALL) : (SERVICE_TABLES[table.name] ?? []);
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `regrole` prints a name as SQL would write it. */
function unquoteName(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
