import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../../test/support/banks/scripted-bank.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { type StagedUpload, uploadFile } from '../../commands/files/upload-file.ts';
import type { FileAccountReading } from '../../connectors/contract.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import { problemOf } from '../../domain/files/file-problem.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { findConnection } from '../../store/connections/connections.ts';
import type { SyncRunRow } from '../../store/connections/sync-runs.ts';
import { stageRun } from '../testing/run-stage.ts';

const DAMAGED = { ...problemOf('damaged', 'not an amount.'), line: 4 };
const UNREADABLE = faultOf('file_unreadable', 'Line 4: not an amount.');

const database = stageDatabase();
const stage = stageRun(database);
const { accounts, stream: read } = stage;
let files = 0;

function statement(
  accountNumber: string,
  rows: readonly Partial<ObservedRow>[],
  days: [number, number] = [1, 5],
): FileAccountReading {
  const source = createSourceAccount(accountNumber);
  const window = { from: november(days[0]), to: november(days[1]) };
  const observation = createObservation(source, window, {
    rows: rows.map(createRow),
    coverage: { ...window, complete: true, proves: [] },
    dataAsOf: '2026-11-05T23:59:59.999Z',
  });
  return { accountNumber, currency: 'USD', observation, problem: null };
}

/** Uploads a file that says this and takes it in. */
async function upload(
  readings: readonly FileAccountReading[],
  changes: Partial<StagedUpload> = {},
): Promise<SyncRunRow> {
  stage.bank.file = { ...stage.bank.file, readings };
  files += 1;
  const staged = {
    name: 'a.bai',
    sha256: `hash ${files}`,
    sizeBytes: 12,
    formatHint: null,
    accountId: null,
    keep: async () => undefined,
  };
  const queued = await uploadFile(stage.commands, stage.tenant, stage.connectionId, { ...staged, ...changes });
  if (!queued.ok) throw new Error(queued.refusal.message);
  const run = await stage.work(queued.value.run.id);
  if (run === null) throw new Error('the run is gone');
  return run;
}

describe('a file', () => {
  it('adds its accounts and rows, and leaves the life of the connection alone', async () => {
    const before = await findConnection(database.sql, stage.tenant, stage.connectionId);
    const run = await upload([statement('1', [{}, {}]), statement('2', [{ amount: '7.00' }])]);
    expect(run).toMatchObject({ status: 'succeeded', added: 3, fileFormat: 'bai2', trigger: 'upload' });
    expect(await accounts()).toHaveLength(2);
    expect(await stage.evidence(run.id)).toMatchObject([{ kind: 'file', sha256: run.fileSha256, sizeBytes: 12n }]);
    const { updatedAt: _then, dataAsOf: _old, leaseEpoch: _one, ...untouched } = before ?? {};
    const after = await findConnection(database.sql, stage.tenant, stage.connectionId);
    expect(after).toMatchObject({
      ...untouched,
      dataAsOf: '2026-11-05T23:59:59.999Z',
      leaseRunId: null,
      lastAttemptAt: null,
    });
  });

  it('adds nothing the second time, also when it overlaps another one or repeats it in another order', async () => {
    await upload([statement('1', [{}, {}, { postedDate: november(3) }])]);
    const again = await upload([statement('1', [{ postedDate: november(3) }, {}, {}])]);
    expect(again).toMatchObject({ status: 'succeeded', outcome: 'unchanged', added: 0 });
    const overlapping = await upload([
      statement('1', [{ postedDate: november(3) }, { postedDate: november(7) }], [3, 9]),
    ]);
    expect(overlapping).toMatchObject({ added: 1, modified: 0, removed: 0 });
    expect((await read()).head).toBe(4n);
  });

  it('proves no absence: what it leaves out stays', async () => {
    await upload([statement('1', [{}, { postedDate: november(3) }])]);
    for (let time = 0; time < 3; time += 1) await upload([statement('1', [{}])]);
    expect((await read()).rows.every(({ removedReason }) => removedReason === null)).toBe(true);
  });

  it('recognises an account however its number is printed', async () => {
    await upload([statement('DE89 3704', [{}])]);
    await upload([statement('de89-3704', [{}])]);
    expect(await accounts()).toHaveLength(1);
    expect((await read()).head).toBe(1n);
  });

  it('counts statement by statement: a damaged one takes nothing else with it', async () => {
    await upload([statement('1', [{}])]);
    const damaged = { accountNumber: '1', currency: 'USD', observation: null, problem: DAMAGED };
    const run = await upload([damaged, statement('2', [{}])]);
    expect(run).toMatchObject({
      status: 'partial',
      added: 1,
      error: UNREADABLE,
      perAccount: [
        { status: 'failed', error: UNREADABLE, outcome: null },
        { status: 'succeeded', counts: { added: 1 } },
      ],
    });
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      status: 'active',
      errorCode: null,
    });
  });

  it.each<[string, () => Promise<SyncRunRow>]>([
    [
      'nothing of it can be used',
      () => upload([{ accountNumber: '9', currency: 'USD', observation: null, problem: DAMAGED }]),
    ],
    ['it was announced in another format', () => upload([statement('1', [{}])], { formatHint: 'camt053' })],
  ])('fails when %s', async (_why, act) => {
    const run = await act();
    expect(run).toMatchObject({ status: 'failed', outcome: null, added: 0, error: { code: 'file_unreadable' } });
    expect(await accounts()).toEqual([]);
    expect((await read()).head).toBe(0n);
  });

  it('that is said to belong to one account but speaks of another is refused whole', async () => {
    await upload([statement('1', [{}])]);
    const [account] = await accounts();
    const accountId = account?.id ?? '';
    const run = await upload([statement('1', [{ amount: '8.00' }]), statement('2', [{}])], { accountId });
    expect(run).toMatchObject({ status: 'failed', added: 0, error: { code: 'file_unreadable' } });
    expect(await upload([statement('1', [{ amount: '8.00' }])], { accountId })).toMatchObject({
      status: 'succeeded',
      added: 1,
    });
  });

  it('that ends inside leaves the connection as it was', async () => {
    const run = await upload([statement('1', [{ amount: 'twelve' }])]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      status: 'active',
      errorCode: null,
      leaseRunId: null,
      consecutiveFailures: 0,
    });
  });
});
