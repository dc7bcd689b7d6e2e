import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../src/domain/values/calendar-date.ts';
import { replaceDailyBalances } from '../../src/store/accounts/balances.ts';
import { deleteMember } from '../../src/store/people/members.ts';
import { type AccountKey, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import { november } from '../support/banks/rows.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { createVisitor, type Place, type Visitor } from '../support/calls/console-visitor.ts';
import { createAccount, createActiveConnection, planWrite } from '../support/records/ledger.ts';
import { createMember, signInMember } from '../support/system/member.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

/** More rows than an export reads at once. */
const MANY = 2_150;

let system: RunningSystem;
let viewer: Visitor;
let place: Place;
let accounts: AccountKey[];

async function signIn(organizationId: string): Promise<Visitor> {
  const person = { organizationId, role: 'viewer', environment: 'live' } as const;
  const { cookies } = await signInMember(system, await createMember(system, person));
  const visitor = createVisitor(system.apiUrl);
  for (const { name, value } of cookies) visitor.cookies.set(name, value);
  return visitor;
}

beforeAll(async () => {
  system = await startSystem();
  const { id } = await system.createOrganization();
  place = { organizationId: id, environment: 'live' };
  viewer = await signIn(id);
  const parts = { ...system.installation.commands, sql: system.installation.sql };
  const [entity] = await parts.sql<{ id: string }[]>`select id from entities where organization_id = ${id}`;
  const tenant = { ...place, entityId: entity?.id ?? '' };
  accounts = [];
  for (let count = 0; count < 3; count += 1)
    accounts.push(await createAccount(parts, tenant, await createActiveConnection(parts, tenant)));
  const writes = Array.from({ length: MANY }, (_, index) =>
    planWrite(parts, accounts[index % 2] as AccountKey, {
      postedDate: index === 0 ? null : november(1 + (index % 28)),
      pendingDate: november(1),
      status: index === 0 ? 'pending' : 'posted',
      amount: index === 1 ? '12345678901234567890.01' : `-${index}.25`,
      rawDescription: index === 2 ? '=HYPERLINK("x"), Größe' : `Office supplies ${index}`,
    }),
  );
  await parts.sql.begin((db) => writeTransactions(db, place, writes));
});
afterAll(() => system.stop());

const search = (query: Record<string, string | number>) =>
  viewer.get<Schemas['TransactionList']>('searchTransactions', { place, query });

describe('searching in the console', () => {
  it('goes through every row once by its pages, pending first', async () => {
    const ids: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await search({ limit: 500, ...(cursor ? { cursor } : {}) });
      if (ids.length === 0) expect(page.data[0]?.status).toBe('pending');
      ids.push(...page.data.map(({ id }) => id ?? ''));
      cursor = page.pagination.nextCursor;
    } while (cursor);
    expect(new Set(ids).size).toBe(MANY);
    expect(ids).toHaveLength(MANY);
  });

  it('takes lists, ranges and text in any case, and counts', async () => {
    expect((await search({ text: 'GRÖSSE' })).data).toEqual([]);
    expect((await search({ text: 'gRöße' })).data).toMatchObject([{ amount: '-2.25' }]);
    const filter = {
      accountIds: accounts.map(({ accountId }) => accountId).join(','),
      amountLte: '-2000',
      rail: 'card,wire',
    };
    expect((await search({ ...filter, sort: 'amount', limit: 2 })).data).toMatchObject([
      { amount: `-${MANY - 1}.25` },
      { amount: `-${MANY - 2}.25` },
    ]);
    const count = (query: object) => viewer.get('countTransactions', { place, query: query as never });
    expect(await count(filter)).toEqual({ count: MANY - 2_000, isWhole: true });
    expect(await count({ accountIds: accounts[2]?.accountId ?? '' })).toEqual({ count: 0, isWhole: true });
    expect((await viewer.refusal('searchTransactions', { place, query: { cursor: 'x' } })).code).toBe('invalid_cursor');
  });

  it('shows other members nothing of it', async () => {
    const other = await system.createOrganization();
    const stranger = await signIn(other.id);
    const theirs = { organizationId: other.id, environment: 'live' } as const;
    expect(await stranger.get('searchTransactions', { place: theirs })).toMatchObject({ data: [] });
    expect((await stranger.refusal('searchTransactions', { place })).code).toBe('insufficient_scope');
    expect(await viewer.get('searchTransactions', { place: { ...place, environment: 'test' } })).toMatchObject({
      data: [],
    });
  });
});

describe('an export', () => {
  const fetchFile = (visitor: Visitor) => {
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      cookie,
      'causeway-console': '1',
      'causeway-organization': place.organizationId,
      'causeway-environment': 'live',
    };
    return fetch(new URL('/console/api/transactions/export', system.apiUrl), { headers });
  };

  it('has every row once, exact amounts, and nothing that a spreadsheet computes', async () => {
    const response = await fetchFile(viewer);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="transactions.csv"');
    const lines = (await response.text()).split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines[0]).toMatch(/^id,status,postedDate,amount,currency,description,/);
    expect(new Set(lines).size).toBe(MANY + 1);
    expect(lines.filter((line) => line.includes(',12345678901234567890.01,USD,'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(`,"'=HYPERLINK(""x""), Größe",`))).toHaveLength(1);
  });

  it('ends for one who is removed, as a file that is cut short', async () => {
    const leaver = await signIn(place.organizationId);
    const self = await leaver.get<{ person: { id: string } }>('getSelf');
    // Known to the server from now on, as somebody at work is.
    await leaver.get('searchTransactions', { place });
    await deleteMember(system.installation.sql, place.organizationId, self.person.id);
    const text = await fetchFile(leaver)
      .then((response) => response.text())
      .catch(() => 'cut short');
    expect(text).toBe('cut short');
  });
});

describe('the cash position', () => {
  it('carries balances forward, and counts no account of which nothing is known', async () => {
    const { sql } = system.installation;
    const put = async (account: AccountKey | undefined, balances: readonly (readonly [CalendarDate, string])[]) => {
      if (account === undefined) throw new Error('no such account');
      const days = balances.map(
        ([date, ledgerBalance]) => ({ date, ledgerBalance, postedTransactionDelta: '0', source: 'derived' }) as const,
      );
      await replaceDailyBalances(
        sql,
        { ...account, id: account.accountId, currency: 'USD' },
        days,
        '2026-11-20T06:00:00.000Z',
      );
    };
    await put(accounts[0], [
      [november(1), '100.10'],
      [november(4), '0.20'],
    ]);
    await put(accounts[1], [[november(3), '-0.30']]);
    const query = { from: november(2), to: november(5) };
    const body = await viewer.get<Schemas['CashPosition']>('getCashPosition', { place, query });
    expect(body).toEqual({
      ...query,
      currencies: [
        {
          ...{ currency: 'USD', accounts: 3, accountsWithoutBalance: 1 },
          days: [
            { date: november(2), balance: '100.10', accounts: 1, carried: 1 },
            { date: november(3), balance: '99.80', accounts: 2, carried: 1 },
            { date: november(4), balance: '-0.10', accounts: 2, carried: 1 },
            { date: november(5), balance: '-0.10', accounts: 2, carried: 2 },
          ],
        },
      ],
    });
    const connectionId = accounts[2]?.connectionId ?? '';
    expect(await viewer.get('getCashPosition', { place, query: { ...query, connectionId } })).toMatchObject({
      currencies: [{ accounts: 1, accountsWithoutBalance: 1, days: [{ balance: null, accounts: 0 }, {}, {}, {}] }],
    });
    const wrong = { from: november(5), to: november(2) };
    expect((await viewer.refusal('getCashPosition', { place, query: wrong })).details).toMatchObject([
      { field: 'from' },
    ]);
  });
});
