import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../../test/support/banks/scripted-bank.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { uploadFile } from '../../commands/files/upload-file.ts';
import { acceptSuggestion } from '../../commands/suggestions/accept-suggestion.ts';
import type { FileAccountReading } from '../../connectors/contract.ts';
import { listSuggestions } from '../../store/suggestions.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { stageRun } from '../testing/run-stage.ts';

const DOMESTIC = '532013000';
const IBAN = 'DE89370400440532013000';
const WINDOW = { from: november(1), to: november(5) };

const database = stageDatabase();
const stage = stageRun(database);
const { queue, work, accounts } = stage;
let files = 0;

/** A sync of a bank that knows one account by this number, with a row. */
async function sync(number: string) {
  const source = createSourceAccount(number, { name: 'Operating', type: 'checking' });
  stage.bank.accounts = [source];
  stage.bank.observe = (_, window) => ({
    observation: createObservation(source, window, { rows: [createRow()] }),
    evidenceId: null,
    fault: null,
  });
  return work(await queue());
}

/** A file that names accounts by these numbers, each with the same row. */
async function upload(...numbers: readonly string[]) {
  const readings = numbers.map((accountNumber): FileAccountReading => {
    const source = createSourceAccount(accountNumber, { name: accountNumber, type: 'unknown', status: 'unknown' });
    const coverage = { ...WINDOW, complete: true, proves: [] };
    const observation = createObservation(source, WINDOW, { rows: [createRow()], coverage });
    return { accountNumber, currency: source.details.currency, observation, problem: null };
  });
  stage.bank.file = { ...stage.bank.file, readings };
  files += 1;
  const staged = { name: 'a.bai', sizeBytes: 12, formatHint: null, accountId: null, keep: async () => undefined };
  const queued = await uploadFile(stage.commands, stage.tenant, stage.connectionId, {
    ...staged,
    sha256: `hash ${files}`,
  });
  if (!queued.ok) throw new Error(queued.refusal.message);
  return work(queued.value.run.id);
}

const liveRows = async () => {
  const place = { position: 0n, accountId: null, connectionId: null, limit: 99 };
  return (await readStream(database.sql, stage.tenant, place)).rows.filter(
    ({ removedReason }) => removedReason === null,
  );
};
const openSuggestions = () => {
  const filter = { accountId: null, connectionId: null, kind: null, status: 'open' } as const;
  return listSuggestions(database.sql, stage.tenant, filter, { limit: 9, after: null });
};

describe('an account that the bank lists by its domestic number and a file names by its IBAN', () => {
  it.each([
    ['the bank', 'the file'],
    ['the file', 'the bank'],
  ])('is one, with its rows once, where %s comes first and %s second', async (first) => {
    const steps = [() => sync(DOMESTIC), () => upload(IBAN)];
    for (const step of first === 'the bank' ? steps : [...steps].reverse())
      expect(await step()).toMatchObject({ status: 'succeeded' });
    expect(await accounts()).toMatchObject([{ accountNumber: DOMESTIC, name: 'Operating', type: 'checking' }]);
    expect(await liveRows()).toHaveLength(1);
    // From then on both names are known.
    for (const step of steps) expect(await step()).toMatchObject({ status: 'succeeded', added: 0, removed: 0 });
    expect(await accounts()).toHaveLength(1);
    expect(await openSuggestions()).toEqual([]);
  });

  it('is read from one of the two where a file names it by both', async () => {
    await sync(DOMESTIC);
    const run = await upload(DOMESTIC, IBAN);
    expect(run).toMatchObject({ status: 'partial', added: 0 });
    expect(run?.perAccount.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(await liveRows()).toHaveLength(1);
  });

  it('is not taken for another one that the same bank lists', async () => {
    await sync('532013001');
    await upload(IBAN);
    expect(await accounts()).toHaveLength(2);
    expect(await openSuggestions()).toEqual([]);
  });
});

describe('an account of which too little of the number is known', () => {
  it.each(['MT84MALT011000012345MTLCAST001S', '****001S'])('such as %s waits for a person', async (number) => {
    await sync('12345MTLCAST001S');
    await upload(number);
    expect(await accounts()).toHaveLength(2);
    const [suggestion, ...others] = await openSuggestions();
    expect(others).toEqual([]);
    expect(suggestion).toMatchObject({ kind: 'account', reasons: ['numberUnclear'] });
    // That the bank lists the one it knows, and that files name the other, decides nothing.
    await sync('12345MTLCAST001S');
    await upload(number);
    expect(await openSuggestions()).toHaveLength(1);
    expect(await liveRows()).toHaveLength(2);
    expect(await acceptSuggestion(stage.commands, stage.tenant, suggestion?.id ?? '')).toMatchObject({ ok: true });
    expect(await accounts()).toMatchObject([
      { id: suggestion?.olderId, name: 'Operating', type: 'checking', accountNumber: '12345MTLCAST001S' },
    ]);
    expect(await liveRows()).toHaveLength(1);
    for (const run of [await sync('12345MTLCAST001S'), await upload(number)])
      expect(run).toMatchObject({ status: 'succeeded', added: 0, removed: 0 });
    expect(await accounts()).toHaveLength(1);
  });
});
