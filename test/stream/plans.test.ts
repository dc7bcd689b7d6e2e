import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseSessions, openDatabaseSessions } from '../../src/composition/database-sessions.ts';
import { calendarDate } from '../../src/domain/values/calendar-date.ts';
import type { Db, Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { deleteTombstones } from '../../src/store/transactions/tombstones.ts';
import { findLastChange, findOpenDays, listMirrorRows } from '../../src/store/transactions/transaction-mirror.ts';
import { listTransactionRevisions } from '../../src/store/transactions/transaction-revisions.ts';
import {
  countTransactions,
  type SearchFilter,
  searchTransactions,
} from '../../src/store/transactions/transaction-search.ts';
import { getStreamHead, readStream, readStreamText } from '../../src/store/transactions/transaction-stream.ts';
import {
  findTransaction,
  listTransactions,
  type TransactionFilter,
} from '../../src/store/transactions/transactions.ts';
import { nodesOf, plansOf } from '../support/database/query-plans.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../support/records/ledger.ts';

const ROWS = 1_000_000;
/** One row in this many belongs to the small account, on a connection of its own. */
const SMALL_EVERY = 1_000;
const PENDING_EVERY = 25_000;
const REMOVED_EVERY = 500;

let database: TestDatabase;
let tenant: Tenant;
let sessions: DatabaseSessions;
/** As requests and runs have it: what the policies add is a part of every plan. */
let session: Sql;
let large: { readonly accountId: string; readonly connectionId: string };
let small: { readonly accountId: string; readonly connectionId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  const parts = createCommandParts(database.sql);
  const owner = await createTenant(parts);
  tenant = { organizationId: owner.organizationId, environment: owner.environment };
  large = await createAccount(parts, owner, await createActiveConnection(parts, owner));
  small = await createAccount(parts, owner, await createActiveConnection(parts, owner));
  await fill(owner.entityId);
  const config = { databasePool: 2, databaseRolePassword: null };
  sessions = await openDatabaseSessions({ owner: database.sql, url: database.url, config, log: silentLog });
  session = sessions.sqlOf(tenant);
});
afterAll(async () => {
  await sessions?.close();
  await database.drop();
});

async function fill(entityId: string): Promise<void> {
  const { sql } = database;
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'transactions' and indexname <> 'transactions_pkey'`;
  for (const { name } of indexes) await sql.unsafe(`drop index "${name}"`);
  // Only the plans are of interest, so nothing has to survive a crash, and the bodies are short.
  await sql`alter table transaction_aliases set unlogged`;
  await sql`alter table transaction_revisions set unlogged`;
  await sql`alter table transactions set unlogged`;
  await sql.begin(async (db) => {
    // Three foreign keys to be looked up for each row would take most of the time.
    await db`set local session_replication_role = replica`;
    await db`insert into transactions (organization_id, environment, id, entity_id, connection_id, account_id, status,
      posted_date, pending_date, amount, currency, rail, match_key, search_text, body, revision, first_position,
      last_position, event_head, updated_at, removed_at, removed_reason)
    select ${tenant.organizationId}, ${tenant.environment}, uuidv7(), ${entityId},
      case when n % ${SMALL_EVERY} = 0 then ${small.connectionId}::uuid else ${large.connectionId}::uuid end,
      case when n % ${SMALL_EVERY} = 0 then ${small.accountId}::uuid else ${large.accountId}::uuid end,
      case when n % ${PENDING_EVERY} = 1 then 'pending' else 'posted' end,
      case when n % ${PENDING_EVERY} <> 1 then date '2010-01-01' + n / 200 end,
      case when n % ${PENDING_EVERY} = 1 then date '2010-01-01' + n / 200 end,
      -1, 'USD', 'ach', 'k' || n % 1000, 't', '{}', 1, n, n, '', timestamptz '2010-01-01' + n * interval '2 minutes',
      case when n % ${REMOVED_EVERY} = 7 then timestamptz '2026-01-01' end,
      case when n % ${REMOVED_EVERY} = 7 then 'withdrawnByBank' end
    from generate_series(1, ${ROWS}::int) n`;
  });
  await sql`update stream_heads set head = ${ROWS} where organization_id = ${tenant.organizationId}`;
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`vacuum analyze transactions`;
}

/** Neither plan scans a table or, unless `sorts`, sorts anything; and the query touches about as many rows as it gives. */
async function expectIndexed(
  run: (db: Db) => Promise<unknown>,
  bound: { rows: number; sorts?: boolean },
): Promise<void> {
  const { custom, generic } = await plansOf(session, run);
  for (const node of [...custom, ...generic].flatMap(nodesOf)) {
    if (node['Node Type'].includes('Seq Scan')) expect(node['Relation Name']).not.toMatch(/^transaction/);
    if (bound.sorts !== true) expect(node['Node Type']).not.toMatch(/Sort/);
  }
  for (const node of custom.flatMap(nodesOf)) {
    const { 'Actual Rows': rows = 0, 'Actual Loops': loops = 0, 'Rows Removed by Filter': removed = 0 } = node;
    expect((rows + removed) * loops, `${node['Node Type']} ${node['Index Name']}`).toBeLessThanOrEqual(bound.rows);
  }
}

const PAGE = 500;
const NO_FILTER: TransactionFilter = {
  accountId: null,
  connectionId: null,
  entityId: null,
  status: null,
  rail: null,
  postedDateGte: null,
  postedDateLt: null,
  amountGte: null,
  amountLte: null,
  query: null,
};

describe.each(['all', 'large account', 'small account', 'large connection', 'small connection', 'both'])(
  'a page of the stream (%s)',
  (name) => {
    const filter = () => ({
      accountId:
        name.endsWith('account') || name === 'both' ? (name.startsWith('large') ? large : small).accountId : null,
      connectionId:
        name.endsWith('connection') || name === 'both' ? (name.startsWith('large') ? large : small).connectionId : null,
    });

    it.each([0, ROWS / 2, ROWS - 100, ROWS])('after position %i costs what it gives', async (at) => {
      const request = { position: BigInt(at), limit: PAGE, ...filter() };
      await expectIndexed((db) => readStreamText(db, tenant, { ...request, since: 0n }), { rows: PAGE });
      await expectIndexed((db) => readStream(db, tenant, request), { rows: PAGE, sorts: true });
    });
  },
);

describe('the head', () => {
  it('is one row', () => expectIndexed((db) => getStreamHead(db, tenant), { rows: 1 }));
});

describe('a page of the list', () => {
  it.each(['postedDate', '-postedDate', 'updatedAt', '-updatedAt'] as const)(
    'by %s costs what it gives',
    async (sort) => {
      const first = await listTransactions(database.sql, tenant, NO_FILTER, { sort, after: null, limit: PAGE });
      const last = first.at(-1);
      const key = sort.endsWith('postedDate') ? last?.sortDate : last?.updatedAt;
      const after = { key: key ?? '', id: last?.id ?? '' };
      for (const page of [
        { sort, after: null, limit: PAGE },
        { sort, after, limit: PAGE },
      ])
        await expectIndexed((db) => listTransactions(db, tenant, NO_FILTER, page), { rows: PAGE });
    },
  );

  it('of an account or a connection costs what it gives', async () => {
    for (const { accountId, connectionId } of [large, small])
      for (const filter of [
        { ...NO_FILTER, accountId },
        { ...NO_FILTER, connectionId },
      ])
        await expectIndexed(
          (db) => listTransactions(db, tenant, filter, { sort: '-postedDate', after: null, limit: PAGE }),
          {
            // The order of all is also that of an account that nearly everything belongs to.
            rows: PAGE * 1.1,
          },
        );
  });
});

describe('a single transaction', () => {
  it('is found by its key, with its history', async () => {
    const [{ id } = { id: '' }] = await listTransactions(database.sql, tenant, NO_FILTER, {
      sort: '-postedDate',
      after: null,
      limit: 1,
    });
    await expectIndexed((db) => findTransaction(db, tenant, id), { rows: 1 });
    await expectIndexed((db) => listTransactionRevisions(db, tenant, id, { after: null, limit: PAGE }), { rows: 1 });
  });
});

describe('what a run reads of an account with a million rows', () => {
  const open = ROWS / PENDING_EVERY;

  it('is the window, what is pending, and what a source id names', async () => {
    const reach = { from: calendarDate('2023-01-01'), to: calendarDate('2023-01-02'), sourceIds: ['a', 'b'] };
    await expectIndexed((db) => listMirrorRows(db, tenant, large.accountId, reach), { rows: 2 * 400 + 4 * open });
  });

  it('is the place of its latest change, however small the account', async () => {
    for (const { accountId } of [large, small])
      await expectIndexed((db) => findLastChange(db, tenant, accountId), { rows: 1 });
    expect(await findLastChange(database.sql, tenant, small.accountId)).toBe(BigInt(ROWS));
    expect(await findLastChange(database.sql, tenant, tenant.organizationId)).toBeNull();
  });

  it('is the oldest pending one and the oldest one that was missed', () =>
    expectIndexed((db) => findOpenDays(db, tenant, large.accountId), { rows: open }));
});

describe('a purge', () => {
  it('meets only tombstones', () =>
    expectIndexed((db) => deleteTombstones(db, tenant, BigInt(ROWS), PAGE), { rows: ROWS / REMOVED_EVERY }));
});

describe('the search of the console', () => {
  /** Enough for a walk over everything to show, and few enough to be indexed in moments. */
  const SEARCHED = 100_000;
  /** The first look at an order, and the longer one that may follow it. */
  const WALK = 25_000;
  const BOUND = 10_000;

  beforeAll(async () => {
    const { sql } = database;
    const [keys] = await sql<{ definition: string }[]>`
      select indexdef as definition from pg_indexes where indexname = 'transaction_search_keys_of_rows'`;
    await sql`drop index transaction_search_keys_of_rows`;
    await sql`insert into transaction_search (organization_id, id, environment, entity_id, connection_id, account_id, sort_date,
        amount, status, currency, rail, content)
      select organization_id, id, environment, entity_id, connection_id, account_id, coalesce(posted_date, 'infinity'),
        last_position, status, currency, rail, 'rent ' || last_position || chr(10)
      from transactions where last_position <= ${SEARCHED} and removed_at is null`;
    await sql.unsafe(keys?.definition ?? '');
    await sql`insert into transaction_search_heads (organization_id, environment, position)
      values (${tenant.organizationId}, ${tenant.environment}, ${ROWS})`;
    await sql`vacuum analyze transaction_search`;
  });

  /** Rows that the tables of the search were asked for, and whether one of them was read from end to end. */
  async function touchedBy(run: (db: Db) => Promise<unknown>): Promise<{ rows: number; scans: number }> {
    const look = async (db: Db) => {
      const [row] = await db<{ rows: number; scans: number }[]>`
        select coalesce(sum(idx_tup_fetch + seq_tup_read), 0)::int as rows, coalesce(sum(seq_scan), 0)::int as scans
        from pg_stat_xact_user_tables where relname in ('transactions', 'transaction_search')`;
      return row ?? { rows: 0, scans: 0 };
    };
    return session.begin(async (db) => {
      const before = await look(db);
      await run(db);
      const after = await look(db);
      return { rows: after.rows - before.rows, scans: after.scans - before.scans };
    });
  }

  const filters: readonly (readonly [string, SearchFilter, number])[] = [
    ['everything', {}, PAGE],
    ['a text that all have', { text: 'rent' }, PAGE],
    ['a text that one has', { text: 'rent 77777' }, 1],
    ['a text that none has', { text: 'harbor' }, 0],
    ['one day', { dateGte: calendarDate('2010-03-01'), dateLt: calendarDate('2010-03-02') }, 200],
    ['the small account', { account: ['small'] }, 100],
  ];

  it.each(filters)('for %s reads about as many rows as it gives, in either order', async (_name, filter, expected) => {
    const asked = filter.account === undefined ? filter : { account: [small.accountId] };
    for (const sort of ['-postedDate', 'amount'] as const) {
      let found = 0;
      const touched = await touchedBy(async (db) => {
        found = (await searchTransactions(db, asked, sort, { after: null, limit: PAGE })).length;
      });
      // Removed ones are not among the found.
      expect(found).toBeGreaterThanOrEqual(Math.floor(expected * 0.95));
      expect(touched.scans).toBe(0);
      expect(touched.rows).toBeLessThan(WALK);
    }
  });

  it('counts up to its bound without reading everything', async () => {
    for (const filter of [{ text: 'rent 77777' }, { text: 'harbor' }, { text: 'rent' }]) {
      const touched = await touchedBy((db) => countTransactions(db, filter, BOUND));
      expect(touched.scans).toBe(0);
      expect(touched.rows).toBeLessThan(WALK);
    }
  });
});
