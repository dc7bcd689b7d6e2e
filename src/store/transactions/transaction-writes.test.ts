import { describe, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import { countRows, createAccount, planRemoval, planWrite } from '../../../test/support/records/ledger.ts';
import { listMirrorRows } from './transaction-mirror.ts';
import { listTransactionRevisions } from './transaction-revisions.ts';
import { getStreamHead, readStream } from './transaction-stream.ts';
import {
  listTransactionsOfEntity,
  noteMissed,
  noteSeenAgain,
  relearnTransactions,
  type TransactionWrite,
  writeTransactions,
} from './transaction-writes.ts';

const database = stageDatabase();
const stage = stageAccount(database);

async function write(...writes: readonly TransactionWrite[]): Promise<void> {
  await database.sql.begin((db) => writeTransactions(db, stage.tenant, writes));
}

async function ownerOf(sourceId: string): Promise<string | undefined> {
  const [row] = await database.sql<{ transactionId: string }[]>`select transaction_id from transaction_aliases
    where organization_id = ${stage.tenant.organizationId} and account_id = ${stage.account.accountId} and source_id = ${sourceId}`;
  return row?.transactionId;
}

describe('positions', () => {
  it('are dense and in the order of the writes, whatever their kinds', async () => {
    const known = [
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account),
    ] as const;
    await write(...known);
    const mixed = [
      planWrite(stage.parts, stage.account, { amount: '-1.00' }, known[2]),
      planWrite(stage.parts, stage.account),
      planRemoval(stage.parts, stage.account, known[0]),
      planWrite(stage.parts, stage.account),
      planWrite(stage.parts, stage.account, { amount: '-2.00' }, known[1]),
    ];
    await write(...mixed);
    const { rows } = await readStream(database.sql, stage.tenant, {
      position: 3n,
      limit: 9,
      accountId: null,
      connectionId: null,
    });
    expect(rows.map(({ id, lastPosition }) => [id, lastPosition])).toEqual(
      mixed.map(({ id }, index) => [id, BigInt(4 + index)]),
    );
    expect(rows.map(({ firstPosition }) => firstPosition)).toEqual([3n, 5n, 1n, 7n, 2n]);
  });

  it('are taken by nothing but changes', async () => {
    await write();
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(0n);
    const added = planWrite(stage.parts, stage.account);
    await write(added);
    await noteMissed(database.sql, stage.tenant.organizationId, [added.id]);
    await noteSeenAgain(database.sql, stage.tenant.organizationId, [added.id]);
    await relearnTransactions(database.sql, stage.account, [{ id: added.id, row: added.row }]);
    const { rows, head } = await readStream(database.sql, stage.tenant, {
      position: 0n,
      limit: 9,
      accountId: null,
      connectionId: null,
    });
    expect(head).toBe(1n);
    expect(rows).toMatchObject([{ lastPosition: 1n, body: added.body }]);
  });

  it('of a transaction that is rolled back are given out again', async () => {
    const failed = database.sql.begin(async (db) => {
      await writeTransactions(db, stage.tenant, [planWrite(stage.parts, stage.account)]);
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(0n);
    const added = planWrite(stage.parts, stage.account);
    await write(added);
    expect(await countRows(database.sql, 'transactions', stage.tenant.organizationId)).toBe(1);
  });

  it('need a stream: an organization without one is a defect, not an empty stream', async () => {
    const nobody = { organizationId: stage.parts.newId(), environment: 'test' as const };
    const writes = [planWrite(stage.parts, { ...stage.account, ...nobody })];
    await expect(database.sql.begin((db) => writeTransactions(db, nobody, writes))).rejects.toThrow('stream head');
  });
});

describe('a stored transaction', () => {
  it('keeps everything exactly, money above all', async () => {
    const added = planWrite(stage.parts, stage.account, {
      amount: '-12345678901234567890.123456789',
      currency: 'BTC',
      valueDate: november(3),
      pendingDate: november(1),
      rawDescription: 'QUOTE " BACKSLASH \\ BRACE {} COMMA , NULL \u{1F370}',
      bankReference: '{"a":1}',
      sourceId: 'ID, "1" {}\\',
    });
    await write(added);
    const [row] = await database.sql`select status, posted_date, pending_date, value_date, amount, currency, rail,
        match_key, body, revision, missed_reads, updated_at, sort_date from transactions where id = ${added.id}`;
    expect(row).toEqual({
      status: 'posted',
      postedDate: '2026-11-02',
      pendingDate: '2026-11-01',
      valueDate: '2026-11-03',
      amount: '-12345678901234567890.123456789',
      currency: 'BTC',
      rail: 'card',
      matchKey: added.row.matchKey,
      body: added.body,
      revision: 1,
      missedReads: 0,
      updatedAt: '2026-11-20T06:00:00.000Z',
      sortDate: '2026-11-02',
    });
    expect(await ownerOf('ID, "1" {}\\')).toBe(added.id);
  });

  it('keeps the day on which it was first pending when it posts', async () => {
    const pending = planWrite(stage.parts, stage.account, {
      status: 'pending',
      postedDate: null,
      pendingDate: november(1),
    });
    await write(pending);
    await write(planWrite(stage.parts, stage.account, {}, pending));
    const [row] = await database.sql`select status, pending_date, posted_date, revision from transactions
      where id = ${pending.id}`;
    expect(row).toEqual({ status: 'posted', pendingDate: '2026-11-01', postedDate: '2026-11-02', revision: 2 });
  });

  it('has a revision for every state that a client could see, and what each rests on', async () => {
    const evidence = { id: stage.parts.newId(), location: 'line 118' };
    const syncRunId = stage.parts.newId();
    const added = { ...planWrite(stage.parts, stage.account), evidence, syncRunId };
    await write(added);
    const modified = planWrite(stage.parts, stage.account, { amount: '-6.00' }, added);
    await write({ ...modified, changedFields: ['status', 'amount'] });
    await write(planRemoval(stage.parts, stage.account, modified));
    const stored = await database.sql`select revision, type, changed_at, changed_fields, sync_run_id, evidence_id,
        evidence_location from transaction_revisions where transaction_id = ${added.id} order by revision`;
    const history = await listTransactionRevisions(database.sql, stage.tenant, added.id, { after: null, limit: 9 });
    const rows = stored.map((row, index) => ({ ...row, body: history.at(-1 - index)?.body }));
    const at = '2026-11-20T06:00:00.000Z';
    const none = { syncRunId: null, evidenceId: null, evidenceLocation: null };
    expect([...rows]).toEqual([
      {
        revision: 1,
        type: 'added',
        changedAt: at,
        changedFields: [],
        syncRunId,
        evidenceId: evidence.id,
        evidenceLocation: 'line 118',
        body: added.body,
      },
      {
        revision: 2,
        type: 'modified',
        changedAt: at,
        changedFields: ['status', 'amount'],
        ...none,
        body: modified.body,
      },
      { revision: 3, type: 'removed', changedAt: at, changedFields: [], ...none, body: null },
    ]);
  });

  it('keeps the text of each revision, also when it goes at once or is changed in the commit that adds it', async () => {
    const bodiesOf = async (id: string) =>
      (await listTransactionRevisions(database.sql, stage.tenant, id, { after: null, limit: 9 })).map(
        ({ body }) => body,
      );
    const added = planWrite(stage.parts, stage.account);
    const changed = planWrite(stage.parts, stage.account, { amount: '-6.00' }, added);
    await write(planRemoval(stage.parts, stage.account, changed), changed, added);
    expect(await bodiesOf(added.id)).toEqual([null, changed.body, added.body]);
    const latest = planWrite(stage.parts, stage.account);
    await write(latest);
    expect(await bodiesOf(latest.id)).toEqual([latest.body]);
  });

  it('takes its history and its ids along when it is deleted, and goes with its organization', async () => {
    const [one, other] = [
      planWrite(stage.parts, stage.account, { sourceId: 'A' }),
      planWrite(stage.parts, stage.account, { sourceId: 'B' }),
    ];
    await write(one, other);
    await database.sql`delete from transactions where id = ${one.id}`;
    const tables = ['transactions', 'transaction_revisions', 'transaction_aliases'];
    const count = (table: string) => countRows(database.sql, table, stage.tenant.organizationId);
    expect(await Promise.all(tables.map(count))).toEqual([1, 1, 1]);
    expect(await ownerOf('A')).toBeUndefined();
    await database.sql`delete from organizations where id = ${stage.tenant.organizationId}`;
    expect(await Promise.all(tables.map(count))).toEqual([0, 0, 0]);
  });

  it('is written only once in each revision', async () => {
    const added = planWrite(stage.parts, stage.account);
    await write(added);
    const twice = [planWrite(stage.parts, stage.account, {}, added), planRemoval(stage.parts, stage.account, added)];
    await expect(write(...twice)).rejects.toMatchObject({ code: '23505' });
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(1n);
  });
});

describe('a commit of many batches', () => {
  const COUNT = 2_300;

  it('writes what single ones would: every row, revision and id, in order', async () => {
    const added = Array.from({ length: COUNT }, (_, index) =>
      planWrite(stage.parts, stage.account, {
        sourceId: `row ${index}`,
        amount: `-${index}.25`,
        rawDescription: `No ${index}`,
      }),
    );
    await write(...added);
    const changed = added.map((known, index) =>
      index % 3 === 0
        ? planRemoval(stage.parts, stage.account, known)
        : planWrite(stage.parts, stage.account, { sourceId: `new ${index}` }, known),
    );
    const more = planWrite(stage.parts, stage.account, { sourceId: 'row 0' });
    await write(...changed, more);
    const { rows, head } = await readStream(database.sql, stage.tenant, {
      position: 0n,
      limit: 2 * COUNT,
      accountId: null,
      connectionId: null,
    });
    expect(head).toBe(BigInt(2 * COUNT + 1));
    expect(rows.map(({ id, lastPosition }) => [id, lastPosition])).toEqual(
      [...changed, more].map(({ id }, index) => [id, BigInt(COUNT + 1 + index)]),
    );
    expect(rows.map(({ removedReason }) => removedReason !== null)).toEqual(
      [...changed, more].map(({ type }) => type === 'removed'),
    );
    expect(rows.at(1)?.body).toBe(changed[1]?.type === 'modified' ? changed[1].body : null);
    const texts = await database.sql<{ body: string | null }[]>`select body from transaction_revisions
      where organization_id = ${stage.tenant.organizationId} and revision = 1 and transaction_id <> ${more.id}
      order by transaction_id`;
    expect(texts.map(({ body }) => body)).toEqual(added.map(({ body }) => body));
    expect(await ownerOf('row 0')).toBe(more.id);
    expect(await ownerOf('row 1')).toBe(added[1]?.id);
    expect(await ownerOf('new 1')).toBe(added[1]?.id);
  });

  it('fails as a whole', async () => {
    const added = Array.from({ length: COUNT }, () => planWrite(stage.parts, stage.account));
    const [first] = added;
    if (first === undefined) throw new Error('no rows');
    await expect(write(...added, first)).rejects.toMatchObject({ code: '23505' });
    expect(await countRows(database.sql, 'transaction_revisions', stage.tenant.organizationId)).toBe(0);
    await write(...added);
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(BigInt(COUNT));
  });

  it('learns many ids at once', async () => {
    const added = Array.from({ length: COUNT }, () => planWrite(stage.parts, stage.account, { rawDescription: 'A' }));
    await write(...added);
    const learnt = added.map(({ id, row }, index) => ({
      id,
      row: {
        ...row,
        sourceId: `id ${index}`,
        matchKey: `key ${index}`,
        valueDate: index % 2 === 0 ? null : november(3),
      },
    }));
    await relearnTransactions(database.sql, stage.account, learnt);
    const rows = await listMirrorRows(database.sql, stage.tenant, stage.account.accountId, {
      from: null,
      to: null,
      sourceIds: [],
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(learnt.map(({ id }) => byId.get(id)).map((row) => [row?.sourceIds, row?.matchKey, row?.valueDate])).toEqual(
      learnt.map(({ row }) => [[row.sourceId], row.matchKey, row.valueDate]),
    );
    expect(await getStreamHead(database.sql, stage.tenant)).toBe(BigInt(COUNT));
  });
});

describe('the ids of a source', () => {
  it('belong to their first owner while it lives', async () => {
    const [first, second] = [
      planWrite(stage.parts, stage.account, { sourceId: 'A' }),
      planWrite(stage.parts, stage.account, { sourceId: 'A' }),
    ];
    await write(first, second);
    expect(await ownerOf('A')).toBe(first.id);
    await relearnTransactions(database.sql, stage.account, [{ id: second.id, row: second.row }]);
    expect(await ownerOf('A')).toBe(first.id);
  });

  it('pass from a removed transaction to the one that is shown under them again', async () => {
    const gone = planWrite(stage.parts, stage.account, { sourceId: 'A' });
    await write(gone);
    await write(planRemoval(stage.parts, stage.account, gone));
    const again = planWrite(stage.parts, stage.account, { sourceId: 'A' });
    await write(again);
    expect(await ownerOf('A')).toBe(again.id);
    const reach = { from: null, to: null, sourceIds: ['A'] };
    expect(await listMirrorRows(database.sql, stage.tenant, stage.account.accountId, reach)).toMatchObject([
      { id: again.id, sourceIds: ['A'] },
    ]);
  });

  it('pass on within one commit that removes the one and adds the other', async () => {
    const gone = planWrite(stage.parts, stage.account, { sourceId: 'A' });
    await write(gone);
    const again = planWrite(stage.parts, stage.account, { sourceId: 'A' });
    await write(again, planRemoval(stage.parts, stage.account, gone));
    expect(await ownerOf('A')).toBe(again.id);
  });

  it('pass to a known transaction that learns them', async () => {
    const gone = planWrite(stage.parts, stage.account, { sourceId: 'A' });
    const other = planWrite(stage.parts, stage.account, { sourceId: 'B' });
    await write(gone, other);
    await write(planRemoval(stage.parts, stage.account, gone));
    await relearnTransactions(database.sql, stage.account, [{ id: other.id, row: { ...other.row, sourceId: 'A' } }]);
    expect(await ownerOf('A')).toBe(other.id);
    expect(await ownerOf('B')).toBe(other.id);
  });

  it('mean nothing in another account', async () => {
    const savings = await createAccount(stage.parts, stage.tenant, stage.account.connectionId);
    const [mine, theirs] = [
      planWrite(stage.parts, stage.account, { sourceId: 'A' }),
      planWrite(stage.parts, savings, { sourceId: 'A' }),
    ];
    await write(mine, theirs);
    const find = (accountId: string) =>
      listMirrorRows(database.sql, stage.tenant, accountId, { from: november(9), to: november(9), sourceIds: ['A'] });
    expect((await find(stage.account.accountId)).map(({ id }) => id)).toEqual([mine.id]);
    expect((await find(savings.accountId)).map(({ id }) => id)).toEqual([theirs.id]);
  });
});

describe('the mirror rows that an observation can touch', () => {
  const from = november(5);
  const to = november(7);

  it('are those dated in the window, all pending and undated ones, and the owners of its ids', async () => {
    const on = (day: number) => ({ postedDate: november(day) });
    const rows = {
      before: planWrite(stage.parts, stage.account, on(4)),
      firstDay: planWrite(stage.parts, stage.account, on(5)),
      lastDay: planWrite(stage.parts, stage.account, on(7)),
      after: planWrite(stage.parts, stage.account, on(8)),
      pending: planWrite(stage.parts, stage.account, { ...on(1), status: 'pending' }),
      undated: planWrite(stage.parts, stage.account, { postedDate: null, pendingDate: november(1) }),
      named: planWrite(stage.parts, stage.account, { ...on(1), sourceId: 'A' }),
      gone: planWrite(stage.parts, stage.account, on(6)),
    };
    await write(...Object.values(rows));
    await write(planRemoval(stage.parts, stage.account, rows.gone));
    const names = new Map(Object.entries(rows).map(([name, { id }]) => [id, name]));
    const find = async (reach: Partial<Parameters<typeof listMirrorRows>[3]>) =>
      (await listMirrorRows(database.sql, stage.tenant, stage.account.accountId, { from, to, sourceIds: [], ...reach }))
        .map(({ id }) => names.get(id))
        .sort();
    expect(await find({})).toEqual(['firstDay', 'lastDay', 'pending', 'undated']);
    expect(await find({ sourceIds: ['A', 'unknown'] })).toEqual(['firstDay', 'lastDay', 'named', 'pending', 'undated']);
    expect(await find({ from: null })).toEqual(['before', 'firstDay', 'lastDay', 'named', 'pending', 'undated']);
    expect(await find({ to: null })).toEqual(['after', 'firstDay', 'lastDay', 'pending', 'undated']);
  });

  it('come as they were written, with all their ids and what was missed', async () => {
    const added = planWrite(stage.parts, stage.account, {
      postedDate: from,
      sourceId: 'A',
      pendingDate: november(1),
      mcc: '5814',
    });
    await write(added);
    await relearnTransactions(database.sql, stage.account, [
      { id: added.id, row: { ...added.row, sourceId: 'B', valueDate: november(2) } },
    ]);
    await relearnTransactions(database.sql, stage.account, [
      { id: added.id, row: { ...added.row, sourceId: 'B', valueDate: null } },
    ]);
    await noteMissed(database.sql, stage.tenant.organizationId, [added.id]);
    const reach = { from, to, sourceIds: [] };
    const [row] = await listMirrorRows(database.sql, stage.tenant, stage.account.accountId, reach);
    expect({ ...row, sourceIds: [...(row?.sourceIds ?? [])].sort() }).toEqual({
      id: added.id,
      connectionId: stage.account.connectionId,
      content: added.row.content,
      pendingDate: '2026-11-01',
      valueDate: november(2),
      matchKey: added.row.matchKey,
      missedReads: 1,
      revision: 1,
      sourceIds: ['A', 'B'],
    });
    await noteSeenAgain(database.sql, stage.tenant.organizationId, [added.id]);
    expect(await listMirrorRows(database.sql, stage.tenant, stage.account.accountId, reach)).toMatchObject([
      { missedReads: 0 },
    ]);
  });
});

it('lists the live transactions of an entity in one environment', async () => {
  const [kept, gone] = [planWrite(stage.parts, stage.account), planWrite(stage.parts, stage.account)];
  await write(kept, gone);
  await write(planRemoval(stage.parts, stage.account, gone));
  expect(await listTransactionsOfEntity(database.sql, stage.tenant, stage.tenant.entityId)).toEqual([
    { id: kept.id, accountId: stage.account.accountId, connectionId: stage.account.connectionId, revision: 1 },
  ]);
  const live = { ...stage.tenant, environment: 'live' as const };
  expect(await listTransactionsOfEntity(database.sql, live, stage.tenant.entityId)).toEqual([]);
});
