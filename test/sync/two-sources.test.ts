import { renderDecimal, type ShownRow, type SimulatedBank, toInstant } from '@causeway/bank-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bai2StatementOf } from '../support/banks/bank-statement.ts';
import { openBankTruth } from '../support/banks/bank-truth.ts';
import { fileForm } from '../support/banks/small-file.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';

type Transaction = Schemas['Transaction'];

let system: RunningSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

/** The bank behind a stage, at the stage's present moment. */
async function bankOf(stage: ScenarioStage): Promise<SimulatedBank> {
  const { now } = await stage.caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const bank = await openBankTruth(system.dataDir, stage.connection.username);
  bank.advanceTo(toInstant(Date.parse(now)));
  return bank;
}

/** What the bank has booked today, in the words of its files: another text, and references that its interface lacks. */
async function uploadToday(
  stage: ScenarioStage,
  accountId: string,
  words: (row: ShownRow, index: number) => string,
  earlier?: readonly ShownRow[],
) {
  const bank = await bankOf(stage);
  const known = await stage.caller.get<Schemas['Account']>('getAccount', { path: { accountId } });
  const account = bank.listAccounts().find(({ number }) => number === known.accountNumber);
  if (account === undefined) throw new Error('the bank does not know the account');
  const today = bank.now().slice(0, 10);
  const { rows } = bank.show({ accountId: account.id, from: '2020-01-01', to: '2099-01-01', at: bank.now() });
  const booked = earlier ?? rows.filter(({ status, bookingDate }) => status === 'posted' && bookingDate === today);
  const told = booked.map((row, index) => ({ ...row, text: words(row, index), bankReference: `FILE${1_000 + index}` }));
  // Every file is another one, so that it is read and not known by its bytes.
  const text = `${bai2StatementOf(account, today, told)}${' '.repeat(uploads++)}`;
  const path = { connectionId: stage.connection.id };
  const run = await stage.caller.get<Schemas['SyncRun']>('uploadConnectionFile', { path, form: fileForm(text) });
  const seen = stage.mirror.seen.length;
  await stage.mirror.catchUp(stage.caller, 3);
  return { run, events: stage.mirror.seen.slice(seen), booked };
}
let uploads = 0;

const OTHER_WORDS = (_: ShownRow, index: number) => `CORPORATE STATEMENT LINE ${'ABCDEFGHIJ'[index]}`;

/**
 * The account holds what the bank has, one for one, in its words; and every balance adds up. Bookings of `unclear` amounts
 * may be in either source's words.
 */
async function expectTheTruth(
  stage: ScenarioStage,
  accountId: string,
  unclear: ReadonlySet<string> = new Set(),
): Promise<Transaction[]> {
  const bank = await bankOf(stage);
  const known = await stage.caller.get<Schemas['Account']>('getAccount', { path: { accountId } });
  const account = bank.listAccounts().find(({ number }) => number === known.accountNumber);
  const truth = bank.truth().transactions.filter((each) => each.accountId === account?.id);
  const listed = await stage.caller.all<Transaction>('listTransactions', { query: { accountId } });
  const lookOf = (status: string, amount: string, text: string) =>
    status === 'posted' && unclear.has(amount) ? `${status} ${amount}` : `${status} ${amount} ${text}`;
  const textOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const live = truth.flatMap(({ status, details, postedMinor, heldMinor, currency }) => {
    if (status !== 'posted' && status !== 'pending') return [];
    const amount = renderDecimal((status === 'posted' ? postedMinor : heldMinor) ?? 0n, currency);
    return [lookOf(status, amount, textOf(details.text))];
  });
  expect(listed.map(({ status, amount, description }) => lookOf(status, amount, description)).sort()).toEqual(
    live.sort(),
  );
  expect(new Map(listed.map((row) => [row.id, row]))).toEqual(
    new Map([...stage.mirror.rows].filter(([, row]) => row.accountId === accountId)),
  );
  const path = { connectionId: stage.connection.id };
  const health = await stage.caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', { path });
  expect(health.accounts.find((each) => each.accountId === accountId)?.balanceProof).toBe('proven');
  return listed;
}

/**
 * Bookings of one day and amount of which nobody can tell which line of a file in other words is which. What a bank holds is
 * drawn anew at each run, and the same shop is often visited twice. Where all of them look alike in every respect, as they
 * do at Ridgeline, it makes no difference.
 */
function unclearAmongst(bank: 'harbor' | 'ridgeline', booked: readonly ShownRow[]): ShownRow[] {
  return booked.filter((row) => {
    const others = booked.filter((other) => other !== row && other.amount === row.amount);
    const areAlike = bank === 'ridgeline' && others.every(({ text }) => text === row.text);
    return others.length > 0 && !areAlike;
  });
}

describe.each(['harbor', 'ridgeline'] as const)('an account at %s and its files, which use other words', (bank) => {
  async function open() {
    const stage = await setStage(system, bank);
    const accountId = (await stage.listAccounts()).find(({ type }) => type === 'savings')?.id ?? '';
    return { stage, accountId };
  }

  it('are one mirror where the interface comes first', async () => {
    const { stage, accountId } = await open();
    await stage.play('newTransactions', { accountId, count: 6 });
    await stage.sync();
    const ids = (await expectTheTruth(stage, accountId)).map(({ id }) => id).sort();
    const { run, events, booked } = await uploadToday(stage, accountId, OTHER_WORDS);
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: 0, removed: 0 } });
    // Harbor's interface knows all that the file knows; Ridgeline's has no references.
    const told = bank === 'harbor' ? 0 : booked.length - unclearAmongst(bank, booked).length;
    expect(events.map(({ type }) => type)).toEqual(Array(told).fill('modified'));
    const listed = await expectTheTruth(stage, accountId);
    expect(listed.map(({ id }) => id).sort()).toEqual(ids);
    const references = listed.filter(({ bankReference }) => bankReference?.startsWith('FILE'));
    expect(references).toHaveLength(told);
    expect((await stage.sync()).events).toEqual([]);
    expect((await uploadToday(stage, accountId, OTHER_WORDS)).events).toEqual([]);
    expect((await stage.sync()).run).toMatchObject({ outcome: 'unchanged' });
  });

  it('are one mirror where the file comes first', async () => {
    const { stage, accountId } = await open();
    await stage.play('newTransactions', { accountId, count: 6 });
    const { events: told, booked } = await uploadToday(stage, accountId, OTHER_WORDS);
    expect(told.map(({ type }) => type)).toEqual(booked.map(() => 'added'));
    const { events } = await stage.sync();
    // What the file booked takes the words of the bank; what is pending is new.
    expect(events.filter(({ type }) => type === 'removed')).toEqual([]);
    expect(events.filter(({ type }) => type === 'added')).toHaveLength(6 - booked.length);
    const unclear = unclearAmongst(bank, booked);
    await expectTheTruth(stage, accountId, new Set(unclear.map(({ amount }) => amount)));
    expect((await uploadToday(stage, accountId, OTHER_WORDS)).events).toEqual([]);
    expect((await stage.sync()).events).toEqual([]);
  });

  it('are one mirror where the file books what the interface showed as pending', async () => {
    const { stage, accountId } = await open();
    await stage.play('newTransactions', { accountId, count: 3 });
    await stage.sync();
    const before = await expectTheTruth(stage, accountId);
    await stage.play('pendingToPosted', { accountId, count: 1 });
    const same = ({ text }: ShownRow) => text;
    const { events, booked } = await uploadToday(stage, accountId, same);
    const settled = events.filter((event) => event.type === 'modified' && event.transaction.status === 'posted');
    const read = (await stage.sync()).events;
    const [own] = booked.filter(({ authorisedDate }) => authorisedDate !== null);
    const alike = before.filter(
      ({ amount, description, status, postedDate }) =>
        amount === own?.amount && description === own.text && (status === 'pending' || postedDate === own.bookingDate),
    );
    if (alike.length === 1) {
      expect(settled.length).toBeGreaterThan(0);
      expect([...events, ...read].filter(({ type }) => type !== 'modified')).toEqual([]);
    } else {
      // Which of several alike the file has booked nobody can tell: its booking stands beside them until the bank says so.
      const extra = [...events, ...read].filter(({ type }) => type !== 'modified');
      expect(extra).toMatchObject([{ type: 'added' }, { type: 'removed', reason: 'duplicateMerged' }]);
    }
    const after = await expectTheTruth(stage, accountId);
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect((await uploadToday(stage, accountId, same)).events).toEqual([]);
    expect((await stage.sync()).events).toEqual([]);
  });

  it('do not fight about a booking that the bank took back and a file shows once more', async () => {
    const { stage, accountId } = await open();
    await stage.play('newTransactions', { accountId, count: 2 });
    await stage.sync();
    const { booked } = await uploadToday(stage, accountId, OTHER_WORDS);
    await stage.play('removedByBank', { accountId, count: 1 });
    await stage.sync();
    await stage.sync();
    await expectTheTruth(stage, accountId);
    const { run } = await uploadToday(stage, accountId, OTHER_WORDS, booked);
    expect(run).toMatchObject({ counts: { added: 0, removed: 0 } });
    expect((await stage.sync()).events).toEqual([]);
    await expectTheTruth(stage, accountId);
  });

  it('are one mirror where the file books a pending row in words and at a sum that nobody could link', async () => {
    const { stage, accountId } = await open();
    await stage.play('newTransactions', { accountId, count: 1 });
    await stage.sync();
    await stage.play('amountChangedOnPosting', { accountId, count: 1 });
    const { run } = await uploadToday(stage, accountId, OTHER_WORDS);
    expect(run).toMatchObject({ counts: { added: 1, removed: 0 } });
    // Pending and booked stand side by side until the bank says that they are one.
    await stage.sync();
    await stage.sync();
    await expectTheTruth(stage, accountId);
    expect((await uploadToday(stage, accountId, OTHER_WORDS)).events).toEqual([]);
    expect((await stage.sync()).events).toEqual([]);
  });
});
