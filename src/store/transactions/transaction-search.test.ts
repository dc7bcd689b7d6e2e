import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Choices, seededChoices } from '../../../test/support/choices.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/test-database.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/records/ledger.ts';
import { type DatabaseSessions, openDatabaseSessions } from '../../composition/database-sessions.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import type { Transaction } from '../../domain/transaction.ts';
import { addDays, calendarDate } from '../../domain/values/calendar-date.ts';
import { compareDecimals, decimal } from '../../domain/values/decimal.ts';
import { silentLog } from '../../infra/log.ts';
import { catchUp } from '../../jobs/search-indexer.ts';
import type { Tenant } from '../tenants/tenant.ts';
import {
  countTransactions,
  indexTransactions,
  listUnindexedTenants,
  type SearchFilter,
  type SearchSort,
  searchTransactions,
} from './transaction-search.ts';
import { type AccountKey, type TransactionWrite, writeTransactions } from './transaction-writes.ts';

/** Texts in which a pattern language, a wrong fold of cases or a cut within a letter would show. */
const WORDS = [
  'Rent',
  '100% OFF_',
  'a\\b',
  'Straße',
  'ŒUVRE',
  'ΟΔΟΣ',
  '日本',
  'x',
  "O'Neil",
  '"q"',
  '%',
  '_',
  'aaaa',
  '$1',
];
const NEEDLES = [
  ...[
    'rent',
    '%',
    '_',
    '\\',
    'b',
    'ß',
    'straße',
    'œuvre',
    'οδ',
    '本',
    '日本',
    "o'neil",
    '"q"',
    'aa',
    'aaa',
    'aaaaa',
    'x',
    'zq',
  ],
  ...['100% off_', 'f_', '0', '17', 'ref-', '$1', "'; drop", 'ent 1', '\\b r'],
];
const SORTS: readonly SearchSort[] = ['-postedDate', 'postedDate', '-amount', 'amount'];
const FIRST_DAY = calendarDate('2026-08-01');

let database: TestDatabase;
let sessions: DatabaseSessions;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let accounts: AccountKey[];
const known = new Map<string, TransactionWrite>();
const choices = seededChoices('search');

beforeAll(async () => {
  database = await createTestDatabase();
  const config = { databasePool: 4, databaseRolePassword: null };
  sessions = await openDatabaseSessions({ owner: database.sql, url: database.url, config, log: silentLog });
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts, 'live');
  accounts = [];
  for (let count = 0; count < 3; count += 1)
    accounts.push(await createAccount(parts, tenant, await createActiveConnection(parts, tenant)));
  // More than the first rows of an order, so that the rest has to be asked of the index.
  for (let commit = 0; commit < 4; commit += 1) await addRows(700);
  await takeOver();
});
afterAll(async () => {
  await sessions.close();
  await database.drop();
});

function chooseRow(random: Choices): Partial<ObservedRow> {
  const pending = random.chance(0.1);
  const day = addDays(FIRST_DAY, random.whole(0, 99));
  // Words that come with few of the rows make those rare that are looked for by their index.
  const word = random.chance(0.03) ? random.pick(WORDS) : 'transfer';
  return {
    status: pending ? 'pending' : 'posted',
    postedDate: pending ? null : day,
    pendingDate: day,
    amount: `${random.chance(0.6) ? '-' : ''}${random.whole(0, 400)}.${random.pick(['00', '50', '005'])}`,
    currency: random.pick(['EUR', 'EUR', 'USD']),
    rawDescription: `${word} ${random.whole(0, 30)}`,
    rail: random.pick(['ach', 'card', 'wire']),
    counterpartyName: random.chance(0.05) ? random.pick(WORDS) : null,
    paymentReference: random.chance(0.3) ? `REF-${random.whole(0, 999)}` : null,
  };
}

async function write(writes: readonly TransactionWrite[]): Promise<void> {
  await database.sql.begin((db) => writeTransactions(db, tenant, writes));
  for (const each of writes) {
    if (each.type === 'removed') known.delete(each.id);
    else known.set(each.id, each);
  }
}

async function addRows(count: number): Promise<void> {
  await write(
    Array.from({ length: count }, () =>
      planWrite(parts, choices.pick(accounts), { ...chooseRow(choices), sourceId: null }),
    ),
  );
}

async function changeSome(count: number): Promise<void> {
  const chosen = new Set(Array.from({ length: count }, () => choices.pick([...known.values()])));
  await write(
    [...chosen].map((each) =>
      choices.chance(0.4)
        ? planRemoval(parts, each.account, each, 'duplicateMerged')
        : planWrite(parts, each.account, { ...chooseRow(choices), sourceId: null }, each),
    ),
  );
}

async function takeOver(): Promise<void> {
  await catchUp({ sql: sessions.service, sqlOf: sessions.sqlOf }, new AbortController().signal);
}

/** What a plain look at every transaction finds. */
async function scan(filter: SearchFilter): Promise<Set<string>> {
  const rows = await database.sql<{ id: string; entityId: string; body: string; texts: string }[]>`
    select id, entity_id, body, search_text as texts from transactions
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and removed_at is null`;
  const fits = ({ entityId, body, texts }: (typeof rows)[number]): boolean => {
    const row = JSON.parse(body) as Transaction; // Rendered by renderTransaction.
    const amount = decimal(row.amount);
    const { text, amountGte, amountLte, direction, dateGte, dateLt } = filter;
    const isIn = !row.amount.startsWith('-') || compareDecimals(amount, decimal('0')) === 0;
    return (
      (text === undefined || texts.split('\n').some((line) => line.includes(text))) &&
      (amountGte === undefined || compareDecimals(amount, decimal(amountGte)) >= 0) &&
      (amountLte === undefined || compareDecimals(amount, decimal(amountLte)) <= 0) &&
      (direction === undefined || isIn === (direction === 'in')) &&
      (dateGte === undefined || row.postedDate === null || row.postedDate >= dateGte) &&
      (dateLt === undefined || (row.postedDate !== null && row.postedDate < dateLt)) &&
      (filter.currency?.includes(row.currency) ?? true) &&
      (filter.status?.includes(row.status) ?? true) &&
      (filter.rail?.includes(row.rail) ?? true) &&
      (filter.account?.includes(row.accountId) ?? true) &&
      (filter.connection?.includes(row.connectionId) ?? true) &&
      (filter.entity?.includes(entityId) ?? true)
    );
  };
  return new Set(rows.filter(fits).map(({ id }) => id));
}

/** All pages of a search. */
async function search(filter: SearchFilter, sort: SearchSort, limit: number, of: Tenant = tenant) {
  const found: { id: string; sortKey: string }[] = [];
  for (let after: { key: string; id: string } | null = null; ; ) {
    const page = await searchTransactions(sessions.sqlOf(of), filter, sort, { limit, after });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return found;
    after = { key: last.sortKey, id: last.id };
  }
}

function chooseFilter(random: Choices): SearchFilter {
  const some = <T>(share: number, value: () => T): T | undefined => (random.chance(share) ? value() : undefined);
  const day = addDays(FIRST_DAY, random.whole(-5, 105));
  const amount = random.whole(-400, 400);
  const filter: { [Name in keyof SearchFilter]: SearchFilter[Name] | undefined } = {
    text: some(0.7, () => random.pick(NEEDLES)),
    amountGte: some(0.2, () => String(amount)),
    amountLte: some(0.2, () => `${amount + random.whole(-5, 200)}.5`),
    direction: some(0.2, () => random.pick(['in', 'out'] as const)),
    currency: some(0.2, () => random.pick([['EUR'], ['USD'], ['CHF'], ['USD', 'EUR']])),
    status: some(0.2, () => [random.pick(['pending', 'posted'] as const)]),
    rail: some(0.2, () => random.pick([['ach'], ['wire', 'card']] as const)),
    account: some(0.2, () => [random.pick(accounts).accountId]),
    connection: some(0.1, () => accounts.slice(1).map(({ connectionId }) => connectionId)),
    entity: some(0.1, () => [random.chance(0.8) ? tenant.entityId : tenant.organizationId]),
    dateGte: some(0.2, () => day),
    dateLt: some(0.2, () => addDays(day, random.whole(0, 60))),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

async function expectExact(filter: SearchFilter, sort: SearchSort): Promise<void> {
  const expected = await scan(filter);
  const limit = expected.size < 60 ? 7 : 500;
  const found = await search(filter, sort, limit);
  const what = JSON.stringify({ filter, sort, limit });
  expect(found.length, what).toBe(expected.size);
  expect(new Set(found.map(({ id }) => id)), what).toEqual(expected);
  const sign = sort.startsWith('-') ? -1 : 1;
  for (const [index, { sortKey, id }] of found.entries()) {
    const before = found[index - 1];
    if (before === undefined) continue;
    const byKey = sort.endsWith('Date')
      ? before.sortKey.localeCompare(sortKey)
      : compareDecimals(decimal(before.sortKey), decimal(sortKey));
    expect(Math.sign(byKey) * sign || (before.id < id ? -1 : 1) * sign, what).toBe(-1);
  }
  const bound = 50;
  expect(await countTransactions(sessions.sqlOf(tenant), filter, bound), what).toEqual({
    counted: Math.min(bound, expected.size),
    isWhole: expected.size <= bound,
  });
}

describe('searching transactions', () => {
  it('finds exactly what a plain look finds, behind, within and ahead of what was taken over', async () => {
    for (let round = 0; round < 8; round += 1) {
      if (round % 4 === 1) await changeSome(60);
      if (round % 4 === 2) await addRows(40);
      if (round % 4 === 3) await indexTransactions(sessions.sqlOf(tenant), choices.whole(1, 70));
      for (let count = 0; count < 10; count += 1) await expectExact(chooseFilter(choices), choices.pick(SORTS));
    }
    await takeOver();
    for (const text of NEEDLES) await expectExact({ text }, choices.pick(SORTS));
    expect(await listUnindexedTenants(sessions.service)).toEqual([]);
  });

  it('is as exact when more has changed than it names, and then names none', async () => {
    await takeOver();
    await addRows(700);
    await changeSome(900);
    const named = await database.sql.begin(async (db) => {
      await db`select set_config('causeway.organization_id', ${tenant.organizationId}, true),
        set_config('causeway.environment', ${tenant.environment}, true)`;
      const [row] = await db<{ changed: string[] }[]>`select changed from open_transaction_search('{}')`;
      return row?.changed.length;
    });
    expect(named).toBe(0);
    for (let count = 0; count < 20; count += 1) await expectExact(chooseFilter(choices), choices.pick(SORTS));
    for (const sort of SORTS) await expectExact({ text: 'transfer' }, sort);
  });

  it('shows nothing of another tenant, nor of the other environment, nor to a session of nobody', async () => {
    const other = await createTenant(parts, 'live');
    for (const stranger of [other, { ...tenant, environment: 'test' as const }]) {
      expect(await search({}, '-postedDate', 100, stranger)).toEqual([]);
      expect(
        await search({ text: 'transfer', account: [accounts[0]?.accountId ?? ''] }, 'amount', 100, stranger),
      ).toEqual([]);
      expect(await countTransactions(sessions.sqlOf(stranger), {}, 10)).toEqual({ counted: 0, isWhole: true });
      expect(await sessions.sqlOf(stranger)`select from transaction_search`).toHaveLength(0);
    }
    await expect(countTransactions(sessions.service, {}, 10)).rejects.toMatchObject({ code: '42501' });
    await expect(countTransactions(database.sql, {}, 10)).rejects.toMatchObject({ code: '42501' });
  });

  it('writes nothing when nothing has changed, and lets one session at a time take changes over', async () => {
    await takeOver();
    expect(await indexTransactions(sessions.sqlOf(tenant), 10)).toBe(0);
    await addRows(3);
    await database.sql.begin(async (db) => {
      await db`select from transaction_search_heads for update`;
      expect(await indexTransactions(sessions.sqlOf(tenant), 10)).toBeNull();
    });
    expect(await indexTransactions(sessions.sqlOf(tenant), 10)).toBe(3);
    expect(await indexTransactions(sessions.sqlOf(await createTenant(parts)), 10)).toBe(0);
  });
});
