import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseSessions, openDatabaseSessions } from '../../src/composition/database-sessions.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import type { Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { startSchedule } from '../../src/jobs/schedule.ts';
import { findNextSignalMs } from '../../src/store/connections/connection-signals.ts';
import { findByPhoneNumber, findByUsername } from '../../src/store/connections/delegated-contacts.ts';
import {
  claimDeliveries,
  listWaitingReceivers,
  returnDeliveries,
  updateReceivers,
} from '../../src/store/events/webhook-queue.ts';
import {
  countBrokenProofs,
  countConnections,
  countJobs,
  countOpenQuarantine,
  countOpenRuns,
  findSyncLatenessSeconds,
  findWebhookFigures,
  sumStreamHeads,
} from '../../src/store/installation-figures.ts';
import { enqueueJob, type JobTime, removeJobs } from '../../src/store/jobs.ts';
import { findApiKeyByKeyId, touchApiKey } from '../../src/store/keys/api-keys.ts';
import {
  applyDatabaseAccess,
  COMMON_TABLES,
  SERVICE_COLUMNS,
  SERVICE_TABLES,
  TENANT_LIMITS,
} from '../../src/store/tenants/database-access.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { releaseSignals } from '../../src/webhooks/release-signals.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';

// The second lock: what the database itself shows and takes, whatever a query forgets. Nothing here names a table of tenants: a
// new one is tried as soon as a migration makes it.

const OURS = '01a1fc6b-0000-7000-8000-00000000000a';
const THEIRS = '01a1fc6b-0000-7000-8000-00000000000b';
const TENANTS: readonly Tenant[] = [OURS, THEIRS].flatMap((organizationId) =>
  (['live', 'test'] as const).map((environment) => ({ organizationId, environment })),
);
const US: Tenant = { organizationId: OURS, environment: 'test' };
const CONFIG = { databasePool: 3, databaseRolePassword: null };
const AT = instantFromMs(Date.parse('2026-11-20T06:00:00.000Z'));
const VIOLATION = { code: '42501' };

let database: TestDatabase;
let sessions: DatabaseSessions;
let roles: { tenant: string; service: string };
let tables: TenantTable[];

interface TenantTable {
  readonly name: string;
  readonly organization: string;
  readonly hasEnvironment: boolean;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { sql, url } = database;
  sessions = await openDatabaseSessions({ owner: sql, url, config: CONFIG, log: silentLog });
  const [owner] = await sql<{ name: string }[]>`select current_user as name`;
  roles = { tenant: `${owner?.name}_tenant`, service: `${owner?.name}_service` };
  tables = await listTenantTables(sql);
});
afterAll(async () => {
  await sessions?.close();
  await database?.drop();
});

async function listTenantTables(sql: Sql): Promise<TenantTable[]> {
  return sql<
    TenantTable[]
  >`select c.table_name as name, c.column_name as organization, exists (select from information_schema.columns e
      where e.table_schema = 'public' and e.table_name = c.table_name and e.column_name = 'environment') as has_environment
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and (column_name = 'organization_id' or table_name = 'organizations' and column_name = 'id') order by 1`;
}

describe('the roles that the service works with', () => {
  it('may log in and have no other power, own nothing and belong to no other role', async () => {
    const { sql } = database;
    const both = [roles.tenant, roles.service];
    expect(
      await sql`select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
        where rolname = any(${both}::text[])`,
    ).toEqual(
      both.map(() => ({
        ...{ rolcanlogin: true, rolsuper: false, rolbypassrls: false },
        ...{ rolcreaterole: false, rolcreatedb: false, rolreplication: false },
      })),
    );
    expect(
      await sql`select from pg_class where relowner in (select oid from pg_roles where rolname = any(${both}::text[]))`,
    ).toEqual([]);
    expect(
      await sql`select from pg_auth_members where member in (select oid from pg_roles where rolname = any(${both}::text[]))`,
    ).toEqual([]);
  });

  it('are those of the sessions, which can neither turn row-level security off nor make or change a table', async () => {
    for (const [sql, role] of [
      [sessions.sqlOf(US), roles.tenant],
      [sessions.service, roles.service],
    ] as const) {
      expect(await sql`select current_user as name, session_user as login`).toEqual([{ name: role, login: role }]);
      await expect(sql`create table loot (x int)`).rejects.toMatchObject(VIOLATION);
      await expect(sql`alter table transactions disable row level security`).rejects.toMatchObject(VIOLATION);
      await expect(sql`drop policy causeway_tenant_2 on transactions`).rejects.toMatchObject(VIOLATION);
      await expect(sql.begin((db) => db.unsafe('set local role postgres'))).rejects.toMatchObject(VIOLATION);
      // Asked to go without the policies, the server refuses; it does not obey.
      const unguarded = sql.begin(async (db) => {
        await db`set local row_security = off`;
        return db`select * from events`;
      });
      await expect(unguarded).rejects.toMatchObject(VIOLATION);
    }
  });

  it('get nothing that they have already, and get back what was taken from them', async () => {
    const { sql } = database;
    expect(await applyDatabaseAccess(sql, roles)).toEqual([]);
    await sql.unsafe(`drop policy causeway_tenant_2 on transactions; alter table events disable row level security;
      revoke select on accounts from "${roles.tenant}"; grant delete on transactions to "${roles.service}"`);
    expect(await applyDatabaseAccess(sql, roles)).toHaveLength(4);
    expect(await applyDatabaseAccess(sql, roles)).toEqual([]);
  });
});

describe('every table', () => {
  it('belongs to tenants and is guarded, or is named as common to all', async () => {
    const { sql } = database;
    const all = await sql<
      { name: string; isGuarded: boolean }[]
    >`select relname as name, relrowsecurity as is_guarded from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`;
    const ofTenants = new Set(tables.map(({ name }) => name));
    expect(all.filter(({ name }) => !ofTenants.has(name)).map(({ name }) => name)).toEqual(
      Object.keys(COMMON_TABLES).sort(),
    );
    expect(all.filter(({ name, isGuarded }) => ofTenants.has(name) && !isGuarded)).toEqual([]);
    const named = [TENANT_LIMITS, SERVICE_TABLES, SERVICE_COLUMNS].flatMap((list) => Object.keys(list));
    expect(named.filter((name) => !ofTenants.has(name))).toEqual([]);
  });

  it('has one policy for tenants, and one for the service only where the service works', async () => {
    const { sql } = database;
    const found = await sql<{ table: string; roles: string[]; permissive: string; cmd: string }[]>`
      select tablename as "table", roles::text[] as roles, permissive, cmd from pg_policies where schemaname = 'public'
      order by tablename, roles::text desc`;
    const expected = tables.flatMap(({ name }) => {
      const isShared = Object.hasOwn(SERVICE_TABLES, name) || Object.hasOwn(SERVICE_COLUMNS, name);
      return [roles.tenant, ...(isShared ? [roles.service] : [])].map((role) => ({
        ...{ table: name, roles: [role], permissive: 'PERMISSIVE', cmd: 'ALL' },
      }));
    });
    expect(found).toEqual(expected);
  });
});

describe('every index', () => {
  it('can be used under the policies: it compares columns, by operators that leak nothing', async () => {
    const { sql } = database;
    expect(
      await sql`select distinct i.indexrelid::regclass::text as index, p.proname as operator from pg_index i
        join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
        join pg_attribute a on a.attrelid = i.indexrelid and a.attnum > 0
        join pg_opclass o on o.oid = i.indclass[a.attnum - 1]
        join pg_amop m on m.amopfamily = o.opcfamily and m.amoplefttype = o.opcintype and m.amoprighttype = o.opcintype
        join pg_operator op on op.oid = m.amopopr join pg_proc p on p.oid = op.oprcode
        where (not p.proleakproof or i.indexprs is not null)
          -- Asked by functions of the owner only, which choose the rows of the session's tenant themselves.
          and c.relname <> 'transaction_search'`,
    ).toEqual([]);
  });
});

describe('the service', () => {
  it('may do all that the schedule, the sending of webhooks and the metrics do', async () => {
    const warnings: unknown[] = [];
    const log = { ...silentLog, warn: (fields: object) => warnings.push(fields) };
    const parts = createCommandParts(sessions.service, { sqlOf: sessions.sqlOf, phoneNumbers: ['+15550100'] });
    const others = { leaseTtlMs: 1_000, auditRetentionDays: 90, removeEvidence: async () => true };
    // The first round does everything.
    await startSchedule({ ...parts, ...others, log }, 3_600_000).stop();
    expect(warnings).toEqual([]);
    const db = sessions.service;
    const receiver = { organizationId: OURS, webhookId: THEIRS };
    await claimDeliveries(db, [{ ...receiver, count: 1 }], 1_000);
    await listWaitingReceivers(db);
    await returnDeliveries(db, [{ ...receiver, deliveryId: OURS, number: 1, dueAt: AT }]);
    const news = { ...receiver, hasSucceeded: false, hasFailed: true, pauseMs: null };
    await updateReceivers(db, [news], { disableAfterMs: 1, gapMs: 1 }, AT);
    await releaseSignals(parts);
    await findNextSignalMs(db);
    await countConnections(db);
    await findSyncLatenessSeconds(db);
    await countOpenRuns(db);
    await sumStreamHeads(db);
    await countBrokenProofs(db);
    await findWebhookFigures(db);
    await countJobs(db);
    await countOpenQuarantine(db);
    await findByUsername(db, 'nobody');
    await findByPhoneNumber(db, '+15550100');
    await findApiKeyByKeyId(db, 'nobody');
    await touchApiKey(db, { organizationId: OURS, id: OURS }, AT);
  });
});

describe('jobs', () => {
  const jobOf = ({ organizationId, environment }: Tenant, key: string) => {
    const payload = { organizationId, environment, connectionId: OURS, syncRunId: OURS };
    return (sql: Sql, time: JobTime) => enqueueJob(sql, 'sync-connection', payload, { key, ...time });
  };
  const listJobs = () =>
    database.sql<{ key: string; organization: string }[]>`select key, payload ->> 'organizationId' as organization
      from graphile_worker._private_jobs order by key`;
  const TIMES: readonly JobTime[] = [{ turn: 'ordinary' }, { againInMs: 0 }, { delayMs: 60_000 }];
  const [them, live] = [
    { ...US, organizationId: THEIRS },
    { ...US, environment: 'live' },
  ] as const;

  it('are replaced and taken back by sessions of their tenant and by the service only', async () => {
    const [ours, theirs] = [sessions.sqlOf(US), sessions.sqlOf(them)];
    const theirJob = [{ key: 'sync:theirs', organization: THEIRS }];
    for (const time of TIMES) {
      await jobOf(them, 'sync:theirs')(theirs, time);
      await expect(jobOf(US, 'sync:theirs')(ours, time)).rejects.toMatchObject(VIOLATION);
      await expect(jobOf(live, 'sync:theirs')(sessions.sqlOf(live), time)).rejects.toMatchObject(VIOLATION);
      await expect(jobOf(them, 'sync:other')(ours, time)).rejects.toMatchObject(VIOLATION);
      await removeJobs(ours, ['sync:theirs']);
      expect(await listJobs()).toEqual(theirJob);
      await jobOf(them, 'sync:theirs')(sessions.service, time);
    }
    await database.sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker'`;
    await expect(jobOf(US, 'sync:theirs')(ours, { turn: 'awaited' })).rejects.toMatchObject(VIOLATION);
    await database.sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null`;
    await removeJobs(theirs, ['sync:theirs']);
    expect(await listJobs()).toEqual([]);
  });

  it('are not for a tenant’s session that is bound to no tenant, or to an organization only', async () => {
    await jobOf(US, 'sync:ours')(sessions.service, { turn: 'ordinary' });
    const nobody = sessions.tenants.bind({});
    const half = sessions.tenants.bind({ 'causeway.organization_id': OURS });
    for (const sql of [nobody, half]) {
      for (const time of TIMES) await expect(jobOf(US, 'sync:more')(sql, time)).rejects.toMatchObject(VIOLATION);
      await removeJobs(sql, ['sync:ours']);
    }
    expect(await listJobs()).toEqual([{ key: 'sync:ours', organization: OURS }]);
    await removeJobs(sessions.service, ['sync:ours']);
    expect(await listJobs()).toEqual([]);
  });
});

describe('a session', () => {
  /** Where every tenant has a row in every table, and nothing but the policies says what a row may hold. */
  let open: TestDatabase;
  let bound: DatabaseSessions;

  beforeAll(async () => {
    open = await createTestDatabase();
    const { sql, url } = open;
    await loosen(sql);
    for (const table of tables) for (const tenant of TENANTS) await insertInto(sql, table, tenant);
    bound = await openDatabaseSessions({ owner: sql, url, config: CONFIG, log: silentLog });
    // Of interest here is only which rows it sees and may write.
    for (const { name } of tables) await sql.unsafe(`grant all on ${name} to "${roles.tenant}"`);
  });
  afterAll(async () => {
    await bound?.close();
    await open?.drop();
  });

  /** Takes away all constraints and triggers. The policies stay. */
  async function loosen(sql: Sql): Promise<void> {
    for (const { name } of tables) {
      await sql.unsafe(`alter table ${name} disable trigger user`);
    }
    const constraints = await sql<
      { table: string; name: string }[]
    >`select conrelid::regclass::text as "table", conname as name
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'
      order by contype <> 'f', 1, 2`;
    for (const { table, name } of constraints) await sql.unsafe(`alter table ${table} drop constraint "${name}"`);
    const indexes = await sql<{ name: string }[]>`select indexrelid::regclass::text as name from pg_index
      join pg_class c on c.oid = indrelid where c.relnamespace = 'public'::regnamespace and indisunique`;
    for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
    const columns = await sql<
      { table: string; name: string }[]
    >`select attrelid::regclass::text as "table", attname as name
      from pg_attribute join pg_class c on c.oid = attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and attnum > 0 and attnotnull and not attisdropped
        and attname not in ('organization_id', 'environment')`;
    for (const { table, name } of columns)
      await sql.unsafe(`alter table ${table} alter column "${name}" drop not null`);
  }

  const valuesOf = ({ organization, hasEnvironment }: TenantTable, { organizationId, environment }: Tenant) =>
    `(${organization}${hasEnvironment ? ', environment' : ''}) values ('${organizationId}'${hasEnvironment ? `, '${environment}'` : ''})`;
  const insertInto = (sql: Sql, table: TenantTable, tenant: Tenant) =>
    sql.unsafe(`insert into ${table.name} ${valuesOf(table, tenant)}`);
  const ownRows = ({ hasEnvironment }: TenantTable) => (hasEnvironment ? 1 : 2);
  const isForeign = ({ hasEnvironment }: TenantTable, tenant: Tenant) =>
    tenant.organizationId !== US.organizationId || (hasEnvironment && tenant.environment !== US.environment);

  it('shows only rows of its tenant to a query without any condition', async () => {
    const sql = bound.sqlOf(US);
    for (const table of tables) {
      const rows = await sql.unsafe(
        `select ${table.organization} as organization${table.hasEnvironment ? ', environment' : ''} from ${table.name}`,
      );
      const { organizationId, environment } = US;
      const own = { organization: organizationId, ...(table.hasEnvironment ? { environment } : {}) };
      expect({ [table.name]: [...rows] }).toEqual({ [table.name]: Array.from({ length: ownRows(table) }, () => own) });
    }
  });

  it('takes no row of another tenant', async () => {
    const sql = bound.sqlOf(US);
    for (const table of tables) {
      for (const tenant of TENANTS) {
        if (isForeign(table, tenant))
          await expect(insertInto(sql, table, tenant), table.name).rejects.toMatchObject(VIOLATION);
      }
    }
  });

  it('gives no row to another tenant', async () => {
    const sql = bound.sqlOf(US);
    for (const table of tables) {
      await expect(
        sql.unsafe(`update ${table.name} set ${table.organization} = '${THEIRS}'`),
        table.name,
      ).rejects.toMatchObject(VIOLATION);
      if (table.hasEnvironment)
        await expect(sql.unsafe(`update ${table.name} set environment = 'live'`), table.name).rejects.toMatchObject(
          VIOLATION,
        );
    }
  });

  it('changes and deletes only rows of its tenant, also without a condition', async () => {
    for (const table of tables) {
      const work = bound.sqlOf(US).begin(async (db) => {
        const { organization, name } = table;
        const updated = await db.unsafe(`update ${name} set ${organization} = ${organization}`);
        const deleted = await db.unsafe(`delete from ${name}`);
        expect({ [name]: [updated.count, deleted.count] }).toEqual({ [name]: [ownRows(table), ownRows(table)] });
        throw new Error('leave it as it was');
      });
      await expect(work).rejects.toThrow('leave it as it was');
    }
    for (const { name } of tables)
      expect(await open.sql.unsafe(`select count(*)::int as rows from ${name}`)).toEqual([{ rows: TENANTS.length }]);
  });

  it('that is bound to nothing sees nothing', async () => {
    const nobody = bound.sqlOf({ organizationId: '', environment: 'test' });
    for (const { name } of tables) expect(await nobody.unsafe(`select 1 from ${name}`), name).toEqual([]);
  });

  it('of the service sees the tables it works on, and no other', async () => {
    for (const { name } of tables) {
      const granted = SERVICE_TABLES[name] ?? [];
      const look = bound.service.unsafe(`select * from ${name}`);
      if (granted.includes('select')) expect(await look, name).toHaveLength(TENANTS.length);
      else await expect(look, name).rejects.toMatchObject(VIOLATION);
    }
    const secrets = ['transactions', 'daily_balances', 'data_keys', 'connection_credentials', 'purpose_keys'];
    expect(secrets.filter((name) => Object.hasOwn(SERVICE_TABLES, name))).toEqual([]);
    await expect(bound.service`select ciphertext from connection_credentials`).rejects.toMatchObject(VIOLATION);
    await expect(bound.service`select wrapped from purpose_keys`).rejects.toMatchObject(VIOLATION);
  });
});
