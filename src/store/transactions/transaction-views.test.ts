import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandParts } from '../../../test/support/command-parts.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../../../test/support/ledger.ts';
import { createSuggestion } from '../../../test/support/stocked-tenant.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { SourceView } from '../../domain/reconcile/merge-views.ts';
import { findSuggestion } from '../suggestions.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { deleteTombstones } from './tombstones.ts';
import { readStream } from './transaction-stream.ts';
import {
  countDisowned,
  insertFileTransactions,
  listTransactionViews,
  upsertTransactionViews,
} from './transaction-views.ts';
import { type AccountKey, type TransactionWrite, writeTransactions } from './transaction-writes.ts';

let database: TestDatabase;
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };
let account: AccountKey;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
  account = await createAccount(parts, tenant, await createActiveConnection(parts, tenant));
});

const write = (...writes: TransactionWrite[]) => database.sql.begin((db) => writeTransactions(db, tenant, writes));
const views = (...ids: string[]) => listTransactionViews(database.sql, tenant.organizationId, account.accountId, ids);

describe('views of transactions', () => {
  it('are none for what the bank alone has shown, null for files alone, and both for both', async () => {
    const [bank, file, both] = [planWrite(parts, account), planWrite(parts, account), planWrite(parts, account)];
    await write(bank, file, both);
    expect(await views(bank.id, file.id, both.id)).toEqual(new Map());
    await insertFileTransactions(database.sql, tenant.organizationId, account.accountId, [file.id, both.id]);
    const view = ({ row }: typeof bank): SourceView => {
      const { content, pendingDate, valueDate, matchKey } = row;
      return { content, pendingDate, valueDate, matchKey };
    };
    const told = { bank: view(bank), file: { ...view(both), matchKey: 'of the file' } };
    await upsertTransactionViews(database.sql, tenant.organizationId, account.accountId, [
      { id: both.id, views: told },
    ]);
    expect(await views(bank.id, file.id, both.id)).toEqual(
      new Map<string, unknown>([
        [file.id, null],
        [both.id, told],
      ]),
    );
    const changed = { ...told, bank: told.file };
    await upsertTransactionViews(database.sql, tenant.organizationId, account.accountId, [
      { id: both.id, views: changed },
    ]);
    expect((await views(both.id)).get(both.id)).toEqual(changed);
    await upsertTransactionViews(database.sql, tenant.organizationId, account.accountId, [
      { id: both.id, views: null },
    ]);
    expect(await views(file.id, both.id)).toEqual(new Map([[file.id, null]]));
  });

  it('go with their transactions, as suggestions do, once no cursor needs the tombstone', async () => {
    const [kept, gone] = [planWrite(parts, account), planWrite(parts, account)];
    await write(kept, gone);
    await insertFileTransactions(database.sql, tenant.organizationId, account.accountId, [kept.id, gone.id]);
    const suggestion = await createSuggestion(parts, account, [kept.id, gone.id]);
    await write(planRemoval(parts, account, gone));
    const everything = { position: 0n, accountId: null, connectionId: null, limit: 1 };
    const { head } = await readStream(database.sql, tenant, everything);
    expect(await deleteTombstones(database.sql, tenant, head, 10)).toBe(1);
    expect([...(await views(kept.id, gone.id)).keys()]).toEqual([kept.id]);
    expect(await findSuggestion(database.sql, tenant, suggestion)).toBeNull();
  });
});

it('what the bank has disowned is counted by the key under which a file shows it', async () => {
  const [own, withdrawn, expired] = [
    planWrite(parts, account, { amount: '-1.00' }),
    planWrite(parts, account, { amount: '-2.00' }),
    planWrite(parts, account, { amount: '-3.00' }),
  ];
  await write(own, withdrawn, expired);
  await insertFileTransactions(database.sql, tenant.organizationId, account.accountId, [withdrawn.id, expired.id]);
  await write(
    planRemoval(parts, account, own, 'withdrawnByBank'),
    planRemoval(parts, account, withdrawn, 'withdrawnByBank'),
    planRemoval(parts, account, expired, 'pendingExpired'),
  );
  const keys = [own, withdrawn, expired].map(({ row }) => row.matchKey);
  expect(await countDisowned(database.sql, tenant, account.accountId, keys)).toEqual(
    new Map([[withdrawn.row.matchKey, 1]]),
  );
});
