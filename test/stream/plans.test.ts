import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../src/domain/calendar-date.ts';
import type { Db, Transaction } from '../../src/infra/database.ts';
import type { Tenant } from '../../src/store/tenant.ts';
import { deleteTombstones } from '../../src/store/tombstones.ts';
import { findLastChange, findOpenDays, listMirrorRows } from '../../src/store/transaction-mirror.ts';
import { listTransactionRevisions } from '../../src/store/transaction-revisions.ts';
import { getStreamHead, readStream, readStreamText } from '../../src/store/transaction-stream.ts';
import { findTransaction, listTransactions, type TransactionFilter } from '../../src/store/transactions.ts';
import { createCommandParts } from '../support/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../support/ledger.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const ROWS = 2_000_000;
/** One row in this many belongs to the small account, on a connection of its own. */
const SMALL_EVERY = 2_000;
const PENDING_EVERY = 50_000;
const REMOVED_EVERY = 1_000;

let database: TestDatabase;
let tenant: Tenant;
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
}, 180_000);
afterAll(() => database.drop());

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
  await sql`insert into transactions (organization_id, environment, id, entity_id, connection_id, account_id, status,
      posted_date, pending_date, amount, currency, rail, match_key, search_text, body, revision, first_position,
      last_position, event_head, updated_at, removed_at, removed_reason)
    select ${tenant.organizationId}, ${tenant.environment}, uuidv7(), ${entityId},
      case when n % ${SMALL_EVERY} = 0 then ${small.connectionId}::uuid else ${large.connectionId}::uuid end,
      case when n % ${SMALL_EVERY} = 0 then ${small.accountId}::uuid else ${large.accountId}::uuid end,
      case when n % ${PENDING_EVERY} = 1 then 'pending' else 'posted' end,
      case when n % ${PENDING_EVERY} <> 1 then date '2010-01-01' + n / 400 end,
      case when n % ${PENDING_EVERY} = 1 then date '2010-01-01' + n / 400 end,
      -1, 'USD', 'ach', 'k' || n % 1000, 't', '{}', 1, n, n, '', timestamptz '2010-01-01' + n * interval '1 minute',
      case when n % ${REMOVED_EVERY} = 7 then timestamptz '2026-01-01' end,
      case when n % ${REMOVED_EVERY} = 7 then 'withdrawnByBank' end
    from generate_series(1, ${ROWS}::int) n`;
  await sql`update stream_heads set head = ${ROWS} where organization_id = ${tenant.organizationId}`;
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`vacuum analyze transactions`;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Runs a store function and answers the plans of its statements: with its values known, and with none known. */
async function plansOf(run: (db: Db) => Promise<unknown>): Promise<{ custom: Plan[]; generic: Plan[] }> {
  const statements: { readonly strings: readonly string[]; readonly values: unknown[]; readonly query: Sent }[] = [];
  const watched = new Proxy(database.sql, {
    apply: (target, self, [strings, ...values]) => {
      const query = Reflect.apply(target, self, [strings, ...values]);
      if (Array.isArray(strings)) statements.push({ strings, values, query });
      return query;
    },
  });
  await run(watched);
  const custom: Plan[] = [];
  const generic: Plan[] = [];
  for (const { strings, values, query } of statements) {
    // Fragments are never sent, and have no text of their own.
    if (typeof query.string !== 'string') continue;
    const [first = '', ...rest] = strings;
    const template = [`explain (analyze, format json) ${first}`, ...rest];
    // A list of strings with the raw ones beside it is what a template tag gets.
    const tagged = Object.assign(template, { raw: template }) as unknown as TemplateStringsArray;
    custom.push(await explain((tx) => tx(tagged, ...(values as never[]))));
    generic.push(await explain((tx) => tx.unsafe(`explain (generic_plan, format json) ${query.string}`).simple()));
  }
  expect(custom.length).toBeGreaterThan(0);
  return { custom, generic };
}

/** A query of the driver once it was sent: `string` is the text that the server got. */
interface Sent {
  readonly string: unknown;
}

async function explain(ask: (tx: Transaction) => PromiseLike<readonly Record<string, unknown>[]>): Promise<Plan> {
  let plan: Plan | null = null;
  await database.sql
    .begin(async (tx) => {
      const [row] = await ask(tx);
      // The only column of the only row, in the form that PostgreSQL documents.
      const answer = row?.['QUERY PLAN'] as [{ readonly Plan: Plan }] | undefined;
      plan = answer?.[0].Plan ?? null;
      throw ROLL_BACK;
    })
    .catch((error: unknown) => {
      if (error !== ROLL_BACK) throw error;
    });
  if (plan === null) throw new Error('no plan');
  return plan;
}
/** An explained statement is executed; what it would delete is to stay. */
const ROLL_BACK = new Error('roll back');

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Neither plan scans a table or, unless `sorts`, sorts anything; and the query touches about as many rows as it gives. */
async function expectIndexed(
  run: (db: Db) => Promise<unknown>,
  bound: { rows: number; sorts?: boolean },
): Promise<void> {
  const { custom, generic } = await plansOf(run);
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
      const first = await listTransactions(database.sql, tenant, NO_FILTER, sort, { after: null, limit: PAGE });
      const last = first.at(-1);
      const key = sort.endsWith('postedDate') ? last?.sortDate : last?.updatedAt;
      const after = { key: key ?? '', id: last?.id ?? '' };
      for (const page of [
        { after: null, limit: PAGE },
        { after, limit: PAGE },
      ])
        await expectIndexed((db) => listTransactions(db, tenant, NO_FILTER, sort, page), { rows: PAGE });
    },
  );

  it('of an account or a connection costs what it gives', async () => {
    for (const { accountId, connectionId } of [large, small])
      for (const filter of [
        { ...NO_FILTER, accountId },
        { ...NO_FILTER, connectionId },
      ])
        await expectIndexed((db) => listTransactions(db, tenant, filter, '-postedDate', { after: null, limit: PAGE }), {
          // The order of all is also that of an account that nearly everything belongs to.
          rows: PAGE * 1.1,
        });
  });
});

describe('a single transaction', () => {
  it('is found by its key, with its history', async () => {
    const [{ id } = { id: '' }] = await listTransactions(database.sql, tenant, NO_FILTER, '-postedDate', {
      after: null,
      limit: 1,
    });
    await expectIndexed((db) => findTransaction(db, tenant, id), { rows: 1 });
    await expectIndexed((db) => listTransactionRevisions(db, tenant, id, { after: null, limit: PAGE }), { rows: 1 });
  });
});

describe('what a run reads of an account with two million rows', () => {
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
