import { describe, expect, it } from 'vitest';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import { planRemoval, planWrite } from '../../../test/support/records/ledger.ts';
import { createSuggestion } from '../../../test/support/records/stocked-tenant.ts';
import type { SourceView } from '../../domain/reconcile/merge-views.ts';
import { findSuggestion } from '../suggestions.ts';
import { deleteTombstones } from './tombstones.ts';
import { readStream } from './transaction-stream.ts';
import {
  countDisowned,
  insertFileTransactions,
  listTransactionViews,
  upsertTransactionViews,
} from './transaction-views.ts';
import { type TransactionWrite, writeTransactions } from './transaction-writes.ts';

const database = stageDatabase();
const stage = stageAccount(database);

const write = (...writes: TransactionWrite[]) =>
  database.sql.begin((db) => writeTransactions(db, stage.tenant, writes));
const views = (...ids: string[]) =>
  listTransactionViews(database.sql, stage.tenant.organizationId, stage.account.accountId, ids);

describe('views of transactions', () => {
  it('are none for what the bank alone has shown, null for files alone, and both for both', async () => {
    const [bank, file, both] = [
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
    ];
    await write(bank, file, both);
    expect(await views(bank.id, file.id, both.id)).toEqual(new Map());
    await insertFileTransactions(database.sql, stage.tenant.organizationId, stage.account.accountId, [
      file.id,
      both.id,
    ]);
    const view = ({ row }: typeof bank): SourceView => {
      const { content, pendingDate, valueDate, matchKey } = row;
      return { content, pendingDate, valueDate, matchKey };
    };
    const told = { bank: view(bank), file: { ...view(both), matchKey: 'of the file' } };
    await upsertTransactionViews(database.sql, stage.tenant.organizationId, stage.account.accountId, [
      { id: both.id, views: told },
    ]);
    expect(await views(bank.id, file.id, both.id)).toEqual(
      new Map<string, unknown>([
        [file.id, null],
        [both.id, told],
      ]),
    );
    const changed = { ...told, bank: told.file };
    await upsertTransactionViews(database.sql, stage.tenant.organizationId, stage.account.accountId, [
      { id: both.id, views: changed },
    ]);
    expect((await views(both.id)).get(both.id)).toEqual(changed);
    await upsertTransactionViews(database.sql, stage.tenant.organizationId, stage.account.accountId, [
      { id: both.id, views: null },
    ]);
    expect(await views(file.id, both.id)).toEqual(new Map([[file.id, null]]));
  });

  it('go with their transactions, as suggestions do, once no cursor needs the tombstone', async () => {
    const [kept, gone] = [planWrite(stage.parts, stage.account), planWrite(stage.parts, stage.account)];
    await write(kept, gone);
    await insertFileTransactions(database.sql, stage.tenant.organizationId, stage.account.accountId, [
      kept.id,
      gone.id,
    ]);
    const suggestion = await createSuggestion(stage.parts, stage.account, [kept.id, gone.id]);
    await write(planRemoval(stage.parts, stage.account, gone));
    const everything = { position: 0n, accountId: null, connectionId: null, limit: 1 };
    const { head } = await readStream(database.sql, stage.tenant, everything);
    expect(await deleteTombstones(database.sql, stage.tenant, head, 10)).toBe(1);
    expect([...(await views(kept.id, gone.id)).keys()]).toEqual([kept.id]);
    expect(await findSuggestion(database.sql, stage.tenant, suggestion)).toBeNull();
  });
});

it('what the bank has disowned is counted by the key under which a file shows it', async () => {
  const [own, withdrawn, expired] = [
    planWrite(stage.parts, stage.account, { amount: '-1.00' }),
    planWrite(stage.parts, stage.account, { amount: '-2.00' }),
    planWrite(stage.parts, stage.account, { amount: '-3.00' }),
  ];
  await write(own, withdrawn, expired);
  await insertFileTransactions(database.sql, stage.tenant.organizationId, stage.account.accountId, [
    withdrawn.id,
    expired.id,
  ]);
  await write(
    planRemoval(stage.parts, stage.account, own, 'withdrawnByBank'),
    planRemoval(stage.parts, stage.account, withdrawn, 'withdrawnByBank'),
    planRemoval(stage.parts, stage.account, expired, 'pendingExpired'),
  );
  const keys = [own, withdrawn, expired].map(({ row }) => row.matchKey);
  expect(await countDisowned(database.sql, stage.tenant, stage.account.accountId, keys)).toEqual(
    new Map([[withdrawn.row.matchKey, 1]]),
  );
});
