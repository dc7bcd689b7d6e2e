import { beforeAll, describe, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/records/ledger.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { writeTransactions } from './transaction-writes.ts';
import {
  findTransaction,
  listTransactions,
  type TransactionFilter,
  type TransactionRow,
  type TransactionSort,
} from './transactions.ts';

const ROWS: Readonly<Record<string, Partial<ObservedRow>>> = {
  coffee: { postedDate: november(2), amount: '-5.00', rawDescription: 'Coffee 100% OFF_', rail: 'card' },
  wage: {
    postedDate: november(2),
    amount: '2500.00',
    rawDescription: 'PAYROLL',
    rail: 'ach',
    counterpartyName: 'Acme GmbH',
  },
  rent: { postedDate: november(1), amount: '-900.01', rawDescription: 'RENT', rail: 'wire', bankReference: 'B-77' },
  hold: { postedDate: null, pendingDate: november(3), status: 'pending', amount: '-60.00', rawDescription: 'FUEL' },
  fee: { postedDate: november(4), amount: '-0.005', rawDescription: 'FEE' },
};
const ALL: TransactionFilter = {
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

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let accountId: string;
const names = new Map<string, string>();
let goneId: string;

beforeAll(async () => {
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
  const account = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
  accountId = account.accountId;
  for (const [name, row] of Object.entries(ROWS)) {
    const write = planWrite(parts, account, row);
    await database.sql.begin((db) => writeTransactions(db, tenant, [write]));
    names.set(write.id, name);
    parts.clock.nowMs += 1;
  }
  const gone = planWrite(parts, account);
  await database.sql.begin((db) => writeTransactions(db, tenant, [gone]));
  await database.sql.begin((db) => writeTransactions(db, tenant, [planRemoval(parts, account, gone)]));
  goneId = gone.id;
});

async function list(filter: Partial<TransactionFilter>, sort: TransactionSort = 'updatedAt', limit = 100) {
  const rows = await listTransactions(database.sql, tenant, { ...ALL, ...filter }, { sort, limit, after: null });
  return rows.map(({ id }) => names.get(id));
}

describe('lists of transactions', () => {
  it.each<[string, Partial<TransactionFilter>, string[]]>([
    ['nothing', {}, ['coffee', 'wage', 'rent', 'hold', 'fee']],
    ['status', { status: 'pending' }, ['hold']],
    ['rail', { rail: 'ach' }, ['wage']],
    ['first day', { postedDateGte: november(2) }, ['coffee', 'wage', 'fee']],
    ['day behind the last', { postedDateLt: november(2) }, ['rent']],
    ['least amount', { amountGte: '-5' }, ['coffee', 'wage', 'fee']],
    ['largest amount', { amountLte: '-60.00' }, ['rent', 'hold']],
    ['one amount', { amountGte: '-0.0050', amountLte: '-0.005' }, ['fee']],
    ['text in any case', { query: 'cOFFee' }, ['coffee']],
    ['text of another field', { query: 'gmbh' }, ['wage']],
    ['reference', { query: 'b-77' }, ['rent']],
    ['characters that a pattern would take for jokers', { query: '%' }, ['coffee']],
    ['an underscore', { query: '_' }, ['coffee']],
  ])('are filtered by %s', async (_what, filter, expected) => {
    expect(await list(filter)).toEqual(expected);
  });

  it('are filtered by account, connection and entity', async () => {
    expect(await list({ accountId })).toHaveLength(5);
    for (const field of ['accountId', 'connectionId', 'entityId'])
      expect(await list({ [field]: parts.newId() }), field).toEqual([]);
    expect(await list({ entityId: tenant.entityId, query: 'fee' })).toEqual(['coffee', 'fee']);
  });

  it.each<[TransactionSort, string[]]>([
    ['postedDate', ['rent', 'coffee', 'wage', 'fee', 'hold']],
    ['-postedDate', ['hold', 'fee', 'wage', 'coffee', 'rent']],
    ['updatedAt', ['coffee', 'wage', 'rent', 'hold', 'fee']],
    ['-updatedAt', ['fee', 'hold', 'rent', 'wage', 'coffee']],
  ])('come by %s in one order, whole or page by page; what has no date counts as latest', async (sort, expected) => {
    expect(await list({}, sort)).toEqual(expected);
    for (const limit of [1, 2, 3]) {
      const seen: (string | undefined)[] = [];
      let after: { key: string; id: string } | null = null;
      for (;;) {
        const rows: TransactionRow[] = await listTransactions(database.sql, tenant, ALL, { sort, limit, after });
        const last = rows.at(-1);
        if (last === undefined) break;
        seen.push(...rows.map(({ id }) => names.get(id)));
        after = { key: sort.endsWith('postedDate') ? last.sortDate : last.updatedAt, id: last.id };
      }
      expect(seen).toEqual(expected);
    }
  });

  it('give the body as it is sent', async () => {
    const [id] = [...names.keys()];
    const row = await findTransaction(database.sql, tenant, id ?? '');
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ id, accountId, description: 'Coffee 100% OFF_' });
    expect(row).toMatchObject({ sortDate: '2026-11-02', updatedAt: instantFromMs(parts.clock.nowMs - names.size) });
  });

  it('show neither what is gone nor what belongs to another tenant', async () => {
    expect(await findTransaction(database.sql, tenant, goneId)).toBeNull();
    const [id] = [...names.keys()];
    expect(await findTransaction(database.sql, { ...tenant, environment: 'live' }, id ?? '')).toBeNull();
    const stranger = await createTenant(parts);
    expect(await listTransactions(database.sql, stranger, ALL, { sort: 'postedDate', limit: 9, after: null })).toEqual(
      [],
    );
  });
});
