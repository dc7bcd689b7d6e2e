import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bai2StatementOf } from '../support/banks/bank-statement.ts';
import { fileForm } from '../support/banks/small-file.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { StreamMirror } from '../support/stream/stream-mirror.ts';
import { connectionWhen, defaultEntityOf, putLogin, runWhenEnded } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';

type Account = Schemas['Account'];
type Transaction = Schemas['Transaction'];

let system: RunningSystem;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

const listed = ({ caller }: ScenarioStage, query: Record<string, string> = {}) =>
  caller.all<Transaction>('listTransactions', { query });

/** The list equals the stream's mirror, and every balance that is stated adds up. */
async function expectExactMirror(stage: ScenarioStage, connectionId: string): Promise<void> {
  await stage.mirror.catchUp(stage.caller, 500);
  expect(new Map((await listed(stage)).map((row) => [row.id, row]))).toEqual(stage.mirror.rows);
  const health = await stage.caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', { path: { connectionId } });
  expect(health.accounts.map(({ balanceProof }) => balanceProof)).toEqual(health.accounts.map(() => 'proven'));
}

async function syncOf(stage: ScenarioStage, connectionId: string): Promise<Schemas['SyncRun']> {
  const path = { connectionId };
  const { id } = await stage.caller.get<Schemas['SyncRun']>('syncConnection', { path });
  return runWhenEnded(stage.caller, connectionId, id);
}

describe.each(['harbor', 'ridgeline'] as const)('a connection to %s that was revoked and made anew', (bank) => {
  let stage: ScenarioStage;
  let accounts: Account[];
  let rows: Transaction[];
  let relinkedId: string;

  beforeAll(async () => {
    stage = await setStage(system, bank);
    accounts = await stage.listAccounts();
    rows = await listed(stage);
    await stage.caller.get('revokeConnection', { path: { connectionId: stage.connection.id } });
    const body = { institutionId: `${bank}-demo-bank`, entityId: await defaultEntityOf(stage.caller) };
    ({ id: relinkedId } = await stage.caller.get<Schemas['SetupConnection']>('createConnection', { body }));
    await putLogin(stage.caller, { ...stage.connection, id: relinkedId });
    await stage.caller.get('completeConnectionSetup', { path: { connectionId: relinkedId } });
    await connectionWhen(stage.caller, relinkedId, ({ kind }) => kind === 'ready', 'activation');
  });

  it('has the same accounts under their ids, and no row comes or goes', async () => {
    expect((await stage.listAccounts()).map(({ id }) => id)).toEqual(accounts.map(({ id }) => id));
    for (const account of await stage.listAccounts()) expect(account.connectionId).toBe(relinkedId);
    const known = stage.mirror.seen.length;
    await stage.mirror.catchUp(stage.caller, 500);
    expect(stage.mirror.seen.slice(known)).toEqual([]);
    expect(await listed(stage)).toEqual(rows);
    expect(await stage.caller.all('listBalances', { query: { connectionId: stage.connection.id } })).toEqual([]);
    await expectExactMirror(stage, relinkedId);
  });

  it('goes on with them: old rows change in the stream where they are, new ones come in the new one', async () => {
    const streams = new Map<string, StreamMirror>();
    for (const connectionId of [stage.connection.id, relinkedId])
      streams.set(connectionId, await mirrorOf(stage, connectionId));
    const accountId = accounts[0]?.id ?? '';
    const play = (scenario: string, count: number) =>
      stage.caller.get('applySandboxScenario', {
        path: { connectionId: relinkedId },
        body: { scenario, accountId, count },
      });
    const before = new Set(rows.map(({ id }) => id));
    await play('pendingDropped', 1);
    // Read in between: of what is gone and a new purchase at the same shop and price nobody can tell that they are two.
    expect(await syncOf(stage, relinkedId)).toMatchObject({ status: 'succeeded' });
    await play('newTransactions', 4);
    expect(await syncOf(stage, relinkedId)).toMatchObject({ status: 'succeeded', counts: { added: 4 } });
    for (const row of await listed(stage))
      expect(row.connectionId).toBe(before.has(row.id) ? stage.connection.id : relinkedId);
    await play('pendingToPosted', 2);
    await syncOf(stage, relinkedId);
    await expectExactMirror(stage, relinkedId);
    for (const connectionId of streams.keys()) {
      const mirror = await mirrorOf(stage, connectionId);
      const whole = await listed(stage, { connectionId });
      expect(new Map(whole.map((row) => [row.id, row]))).toEqual(mirror.rows);
    }
    expect((await syncOf(stage, relinkedId)).outcome).toBe('unchanged');
  });
});

describe('a file that comes before the first read of a connection that was made anew', () => {
  it('goes to the account that is known', async () => {
    const stage = await setStage(system, 'harbor');
    const accounts = await stage.listAccounts();
    const [account] = accounts;
    await stage.caller.get('revokeConnection', { path: { connectionId: stage.connection.id } });
    const body = { institutionId: 'harbor-demo-bank', entityId: await defaultEntityOf(stage.caller) };
    const { id } = await stage.caller.get<Schemas['SetupConnection']>('createConnection', { body });
    const [, posted] = await listed(stage, { accountId: account?.id ?? '', status: 'posted' });
    if (account === undefined || posted === undefined) throw new Error('the bank shows too little');
    const { amount, bankReference, paymentReference, description: text, postedDate } = posted;
    const named = { number: account.accountNumber ?? '', currency: account.currency };
    const row = { amount, bankReference: bankReference ?? null, customerReference: paymentReference ?? null, text };
    const form = fileForm(bai2StatementOf(named, postedDate ?? '', [row]));
    const run = await stage.caller.get<Schemas['SyncRun']>('uploadConnectionFile', {
      path: { connectionId: id },
      form,
    });
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: 0 }, perAccount: [{ accountId: account.id }] });
    expect((await stage.listAccounts()).map((each) => each.id)).toEqual(accounts.map((each) => each.id));
    const owners = await stage.caller.all<Account>('listAccounts', { query: { connectionId: id } });
    expect(owners.map((each) => each.id)).toEqual([account.id]);
  });
});

/** A mirror of one connection's stream from the beginning. */
async function mirrorOf({ caller }: ScenarioStage, connectionId: string): Promise<StreamMirror> {
  const rows = new StreamMirror('');
  for (let cursor: string | null = null; ; ) {
    const query: Record<string, string> =
      cursor === null ? { connectionId, from: 'beginning' } : { connectionId, cursor };
    const page: Schemas['TransactionSyncPage'] = await caller.get('syncTransactions', { query });
    for (const event of page.events)
      if (event.type === 'removed') rows.rows.delete(event.transactionId);
      else rows.rows.set(event.transaction.id, event.transaction as Transaction); // Without `fields` it is whole.
    if (!page.hasMore) return rows;
    cursor = page.nextCursor;
  }
}

describe('an account under another number whose few rows prove nothing', () => {
  async function makeUnsureAccount() {
    const stage = await setStage(system, 'harbor');
    const before = await stage.listAccounts();
    await stage.play('accountAdded');
    await stage.sync();
    const young = (await stage.listAccounts()).find(({ id }) => !before.some((known) => known.id === id));
    const olderId = young?.id ?? '';
    await stage.play('newTransactions', { accountId: olderId, count: 4 });
    await stage.sync();
    const known = await listed(stage, { accountId: olderId });
    await stage.play('accountRenumbered', { accountId: olderId });
    await stage.sync();
    const suggestions = await stage.caller.all<Schemas['Suggestion']>('listSuggestions', {
      query: { kind: 'account' },
    });
    return { stage, olderId, known, suggestions };
  }

  it('is a new one, until a person says that it is the old one: then that one goes on', async () => {
    const { stage, olderId, known, suggestions } = await makeUnsureAccount();
    expect(suggestions).toMatchObject([{ kind: 'account', status: 'open', olderId, reasons: ['fewCommonRows'] }]);
    const [{ id = '', newerId = '' } = {}] = suggestions;
    const accounts = (await stage.listAccounts()).length;
    const path = { path: { suggestionId: id } };
    expect(await stage.caller.get('acceptSuggestion', path)).toMatchObject({ status: 'accepted', older: null });
    expect(await stage.listAccounts()).toHaveLength(accounts - 1);
    expect(await stage.caller.refusal('getAccount', { path: { accountId: newerId } })).toMatchObject({
      code: 'not_found',
    });
    const kept = await listed(stage, { accountId: olderId });
    expect(kept.map((row) => row.id).sort()).toEqual(known.map((row) => row.id).sort());
    const seen = stage.mirror.seen.length;
    await stage.mirror.catchUp(stage.caller, 500);
    const events = stage.mirror.seen.slice(seen);
    expect(events.map(({ type }) => type)).toEqual(known.map(() => 'removed'));
    expect(
      events.map((event) => (event.type === 'removed' ? [event.reason, event.replacedByTransactionId] : [])).sort(),
    ).toEqual(known.map((row) => ['replaced', row.id]).sort());
    expect((await stage.sync()).events).toEqual([]);
    await stage.play('newTransactions', { accountId: olderId, count: 1 });
    expect((await stage.sync()).events).toMatchObject([{ type: 'added', transaction: { accountId: olderId } }]);
    await expectExactMirror(stage, stage.connection.id);
    expect(await stage.caller.get('acceptSuggestion', path)).toMatchObject({ status: 'accepted' });
  });

  it('stays a new one when a person says so, and is not asked about again', async () => {
    const { stage, suggestions } = await makeUnsureAccount();
    const path = { path: { suggestionId: suggestions[0]?.id ?? '' } };
    expect(await stage.caller.get('rejectSuggestion', path)).toMatchObject({ status: 'rejected' });
    expect((await stage.sync()).events).toEqual([]);
    expect(await stage.caller.all('listSuggestions', { query: { status: 'open' } })).toEqual([]);
  });

  it.each([0, 1, 2])(
    'is one again after its number changed twice, whichever pair is decided first: %i',
    async (first) => {
      const { stage, olderId, suggestions } = await makeUnsureAccount();
      const accounts = (await stage.listAccounts()).length;
      await stage.play('accountRenumbered', { accountId: suggestions[0]?.newerId ?? '' });
      await stage.sync();
      expect(await stage.listAccounts()).toHaveLength(accounts + 1);
      const open = () =>
        stage.caller.all<Schemas['Suggestion']>('listSuggestions', { query: { kind: 'account', status: 'open' } });
      expect(await open()).toHaveLength(3);
      for (const index of [first, 0]) {
        const suggestionId = (await open())[index]?.id ?? '';
        await stage.caller.get('acceptSuggestion', { path: { suggestionId } });
        // Reading what is listed now decides nothing about names that are listed no more.
        await stage.sync();
      }
      expect(await open()).toEqual([]);
      expect(await stage.listAccounts()).toHaveLength(accounts - 1);
      expect((await stage.listAccounts()).some(({ id }) => id === olderId)).toBe(first !== 1);
      await expectExactMirror(stage, stage.connection.id);
    },
  );
});
