import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeUnsurePair } from '../support/banks/unsure-pair.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { readTwiceMore } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';

type Suggestion = Schemas['Suggestion'];
type Transaction = Schemas['Transaction'];

let system: RunningSystem;
let stage: ScenarioStage;
let accountId: string;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

const suggestions = (query: Record<string, string> = {}) =>
  stage.caller.all<Suggestion>('listSuggestions', { query: { status: 'open', ...query } });
const at = (suggestionId: string) => ({ path: { suggestionId } });
const transactions = () => stage.caller.all<Transaction>('listTransactions', { query: { accountId } });

/** What the stream tells since the last look. */
async function news() {
  const known = stage.mirror.seen.length;
  await stage.mirror.catchUp(stage.caller, 3);
  return stage.mirror.seen.slice(known);
}

describe.each(['harbor', 'ridgeline'] as const)(
  'a pending row at %s that a file shows as booked with another amount',
  (bank) => {
    let pending: Transaction;
    let suggestion: Suggestion;

    beforeEach(async () => {
      stage = await setStage(system, bank);
      accountId = (await stage.listAccounts()).find(({ type }) => type === 'savings')?.id ?? '';
      const pair = await makeUnsurePair(system, stage, accountId);
      pending = pair.pending;
      expect(await pair.upload()).toMatchObject({ status: 'succeeded', counts: { added: 1, modified: 0, removed: 0 } });
      const [first, ...others] = await suggestions();
      expect(others).toEqual([]);
      suggestion = first as Suggestion; // There is one, as the next lines hold.
      expect(suggestion).toMatchObject({ kind: 'transaction', accountId, connectionId: stage.connection.id });
      expect(suggestion.older).toEqual(pending);
      expect(suggestion.newer).toMatchObject({ status: 'posted' });
      expect([...suggestion.reasons].sort()).toEqual(['amountDiffers', 'mayStillBePending']);
      await news();
    });

    it('becomes that booked one when the suggestion is accepted, and later reads change nothing', async () => {
      const accepted = await stage.caller.get<Suggestion>('acceptSuggestion', at(suggestion.id));
      expect(accepted).toMatchObject({ status: 'accepted', newer: null });
      const events = await news();
      expect(events).toMatchObject([
        { type: 'modified', transaction: { id: pending.id, status: 'posted', amount: suggestion.newer?.amount } },
        { type: 'removed', transactionId: suggestion.newerId, reason: 'replaced', replacedByTransactionId: pending.id },
      ]);
      expect(await transactions()).toContainEqual(accepted.older);
      expect(
        await stage.caller.refusal('getTransaction', { path: { transactionId: suggestion.newerId } }),
      ).toMatchObject({
        code: 'not_found',
      });
      const history = { path: { transactionId: pending.id } };
      expect(await stage.caller.all('listTransactionHistory', history)).toMatchObject([
        { revision: 2, evidence: { kind: 'file' }, transaction: { status: 'posted' } },
        { revision: 1, evidence: { kind: 'api' }, transaction: { status: 'pending' } },
      ]);
      const ids = (await transactions()).map(({ id }) => id).sort();
      await readTwiceMore(stage.caller, stage.connection.id);
      // The interface may know more of the row than the file; it is the same row all the same.
      expect((await news()).filter(({ type }) => type !== 'modified')).toEqual([]);
      expect((await transactions()).map(({ id }) => id).sort()).toEqual(ids);
      await readTwiceMore(stage.caller, stage.connection.id);
      expect(await news()).toEqual([]);
      expect(await stage.caller.get('acceptSuggestion', at(suggestion.id))).toMatchObject({ status: 'accepted' });
      expect(await news()).toEqual([]);
      expect(await stage.caller.refusal('rejectSuggestion', at(suggestion.id))).toMatchObject({ code: 'conflict' });
    });

    it('stays apart for good when it is rejected', async () => {
      const rejected = await stage.caller.get<Suggestion>('rejectSuggestion', at(suggestion.id));
      expect(rejected).toEqual({ ...suggestion, status: 'rejected', closedAt: expect.any(String) });
      expect(await stage.caller.get('rejectSuggestion', at(suggestion.id))).toEqual(rejected);
      expect(await stage.caller.refusal('acceptSuggestion', at(suggestion.id))).toMatchObject({ code: 'conflict' });
      expect(await news()).toEqual([]);
      expect(await suggestions()).toEqual([]);
    });

    it('needs no decision once the interface tells what became of it', async () => {
      await readTwiceMore(stage.caller, stage.connection.id);
      expect(await stage.caller.get('getSuggestion', at(suggestion.id))).toMatchObject({ status: 'superseded' });
      expect(await stage.caller.refusal('acceptSuggestion', at(suggestion.id))).toMatchObject({ code: 'conflict' });
    });

    it('is listed by account, connection, kind and status', async () => {
      const ids = async (query: Record<string, string>) => (await suggestions(query)).map(({ id }) => id);
      expect(await ids({ accountId, kind: 'transaction' })).toEqual([suggestion.id]);
      expect(await ids({ connectionId: stage.connection.id })).toEqual([suggestion.id]);
      expect(await ids({ kind: 'account' })).toEqual([]);
      expect(await ids({ status: 'rejected' })).toEqual([]);
      expect(await ids({ accountId: suggestion.id })).toEqual([]);
    });
  },
);
