import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { advanceDays, type DemoConnection, eventually } from '../support/system/onboarding.ts';
import { startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { openQuietConnection, stageSystem } from '../support/system/system-stage.ts';

const system = stageSystem();
let organization: TestOrganization;
let caller: Caller;
let connection: DemoConnection;

beforeAll(async () => {
  ({ organization, caller, connection } = await openQuietConnection(system));
});

/** The checksum as the contract words it, over what the list shows. */
function checksumOf(rows: readonly Schemas['Transaction'][]): string {
  const sum = rows.reduce((total, { id, status, postedDate, amount, currency, updatedAt }) => {
    const text = [id, status, postedDate ?? '', amount, currency, updatedAt].join('\t');
    return total + BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  }, 0n);
  return `sum256:${(sum % (1n << 256n)).toString(16).padStart(64, '0')}`;
}

describe('the digest of an account', () => {
  async function expectTrueDigests(): Promise<void> {
    for (const { id, currency } of await caller.all<Schemas['Account']>('listAccounts')) {
      const rows = await caller.all<Schemas['Transaction']>('listTransactions', { query: { accountId: id } });
      const digest = await caller.get<Schemas['AccountDigest']>('getAccountDigest', { path: { accountId: id } });
      expect(digest).toMatchObject({ accountId: id, count: rows.length, checksum: checksumOf(rows) });
      const cents = (status: string) =>
        rows
          .filter((row) => row.status === status && row.currency === currency)
          .reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
      expect([digest.sumPosted, digest.sumPending].map((sum) => Math.round(Number(sum) * 100))).toEqual([
        cents('posted'),
        cents('pending'),
      ]);
      const after = await caller.get('syncTransactions', { query: { accountId: id, cursor: digest.headCursor } });
      expect(after).toMatchObject({ events: [], hasMore: false });
    }
  }

  it('equals that of its rows, before and after rows came, changed and went', async () => {
    await expectTrueDigests();
    for (let round = 0; round < 3; round += 1) {
      await advanceDays(caller, 5, connection.id);
      await expectTrueDigests();
    }
  });

  it('of an account without rows is all zeros', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'without rows' } });
    const made = await caller.get<Schemas['SetupConnection']>('createConnection', {
      body: { entityId: entity.entityId, portalUrl: 'https://empty.example' },
    });
    await caller.get('uploadConnectionFile', { path: { connectionId: made.id }, form: fileForm(smallBai2File(0)) });
    const [account] = await caller.all<Schemas['Account']>('listAccounts', { query: { connectionId: made.id } });
    const digest = await caller.get('getAccountDigest', { path: { accountId: account?.id ?? '' } });
    expect(digest).toMatchObject({
      count: 0,
      sumPosted: '0.00',
      sumPending: '0.00',
      checksum: `sum256:${'0'.repeat(64)}`,
    });
  });

  it('agrees with the true example of the contract', () => {
    const rows = [
      { id: '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77', status: 'posted', postedDate: '2026-11-19', amount: '-1250.00' },
      { id: '019a9e2f-18ac-7340-8e6d-b7f4093c5a12', status: 'pending', postedDate: null, amount: '310.50' },
    ].map((row) => ({ ...row, currency: 'USD', updatedAt: '2026-11-20T06:02:11.482Z' }) as Schemas['Transaction']); // All that is hashed.
    expect(checksumOf(rows)).toBe('sum256:ac8304d743f001296d2fc473358e88c27cb0acce81cde86183f28235ef37d9cc');
  });
});

describe('the history of a transaction', () => {
  it('tells every state it had, latest first, with the run and the evidence behind it', async () => {
    const before = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions');
    await advanceDays(caller, 6, connection.id);
    const page = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
      query: { cursor: before.nextCursor, limit: 500 },
    });
    const modified = page.events.find(({ type }) => type === 'modified');
    if (modified === undefined || modified.type === 'removed') throw new Error('nothing was modified in six days');
    const path = { transactionId: modified.transaction.id };
    const history = await caller.all<Schemas['TransactionRevision']>('listTransactionHistory', { path });
    expect(history.map(({ revision, type }) => `${revision} ${type}`)).toEqual(['2 modified', '1 added']);
    expect(history[0]?.transaction).toEqual(modified.transaction);
    expect(history[0]?.changedFields).toContain('status');
    expect(history[0]?.evidence).toMatchObject({ kind: 'api', location: expect.stringMatching(/^page \d+, row \d+$/) });
    const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: connection.id } });
    expect(runs.map(({ id }) => id)).toContain(history[0]?.syncRunId);
  });

  it('stays readable after removal, and is nobody else’s', async () => {
    const entity = await caller.get<Schemas['Entity']>('createEntity', { body: { externalEntityId: 'passing' } });
    const made = await caller.get<Schemas['SetupConnection']>('createConnection', {
      body: { entityId: entity.entityId, portalUrl: 'https://passing.example' },
    });
    await caller.get('uploadConnectionFile', { path: { connectionId: made.id }, form: fileForm(smallBai2File(1)) });
    const [row] = await caller.all<Schemas['Transaction']>('listTransactions', { query: { connectionId: made.id } });
    await caller.call('deleteEntity', { path: { entityId: entity.entityId } });
    const path = { transactionId: row?.id ?? '' };
    const history = await caller.all<Schemas['TransactionRevision']>('listTransactionHistory', { path });
    expect(history).toMatchObject([
      { revision: 2, type: 'removed', transaction: null, syncRunId: null, changedFields: [] },
      { revision: 1, type: 'added', transaction: row },
    ]);
    expect(await organization.live.refusal('listTransactionHistory', { path })).toMatchObject({ code: 'not_found' });
  });
});

interface Message {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

/** A live stream, its messages collected as they come. */
async function listen(key: string, options: { query?: string; lastEventId?: string } = {}) {
  const leaving = new AbortController();
  const response = await fetch(`${system.apiUrl}/v1/transactions/sync/live${options.query ?? ''}`, {
    headers: {
      authorization: `Bearer ${key}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    signal: leaving.signal,
  });
  const messages: Message[] = [];
  const ended = collect(response, messages).catch(() => undefined);
  return { response, messages, ended, leave: () => leaving.abort() };
}

async function collect(response: Response, messages: Message[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const line = (name: string) =>
        part
          .split('\n')
          .find((each) => each.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? null;
      const event = line('event');
      if (event !== null) messages.push({ event, id: line('id'), data: line('data') ?? '' });
    }
  }
}

describe('the live stream', () => {
  it('opens at the head and tells changes as they are committed, each with a cursor that goes on right after it', async () => {
    const live = await listen(caller.key);
    expect(live.response.status).toBe(200);
    expect(live.response.headers.get('content-type')).toBe('text/event-stream');
    const start = await eventually(
      async () => live.messages,
      ({ length }) => length === 1,
      'stream.open',
    );
    const { nextCursor } = JSON.parse(start[0]?.data ?? '{}') as { nextCursor: string }; // The contract's stream.open.
    await advanceDays(caller, 4, connection.id);
    const polled = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
      query: { cursor: nextCursor, limit: 500 },
    });
    await eventually(
      async () => live.messages,
      ({ length }) => length === polled.events.length + 1,
      'all changes',
    );
    const told = live.messages.slice(1);
    expect(told.map(({ data }) => JSON.parse(data))).toEqual(polled.events);
    expect(told.map(({ event }) => event)).toEqual(polled.events.map(({ type }) => type));
    const middle = await caller.get<Schemas['TransactionSyncPage']>('syncTransactions', {
      query: { cursor: told[2]?.id ?? '', limit: 500 },
    });
    expect(middle.events).toEqual(polled.events.slice(3));
    expect(await caller.get('syncTransactions', { query: { cursor: told.at(-1)?.id ?? '' } })).toMatchObject({
      events: [],
      hasMore: false,
    });
    live.leave();
    const resumed = await listen(caller.key, { query: `?cursor=${nextCursor}`, lastEventId: told[2]?.id ?? '' });
    await eventually(
      async () => resumed.messages,
      ({ length }) => length === polled.events.length - 3 + 1,
      'the rest',
    );
    expect(resumed.messages.slice(1).map(({ data }) => JSON.parse(data))).toEqual(polled.events.slice(3));
    resumed.leave();
  });

  it('refuses a bad cursor before it opens', async () => {
    const answer = await listen(caller.key, { query: '?cursor=nonsense' });
    expect(answer.response.status).toBe(400);
    answer.leave();
  });

  it('ends with the reason when its key is revoked', async () => {
    const key = await system.createKey(organization.id, 'test');
    const live = await listen(key);
    await eventually(
      async () => live.messages,
      ({ length }) => length === 1,
      'stream.open',
    );
    await system.database.sql`update api_keys set revoked_at = now() where key_id = ${key.split('_')[2] ?? ''}`;
    await live.ended;
    expect(live.messages.at(-1)).toMatchObject({ event: 'stream.close' });
    expect(JSON.parse(live.messages.at(-1)?.data ?? '{}')).toMatchObject({ error: { code: 'api_key_revoked' } });
  });

  it('ends with unavailable when the service stops', async () => {
    const other = await startSystem({ worker: false });
    const key = await other.createKey((await other.createOrganization()).id, 'test');
    const response = await fetch(`${other.apiUrl}/v1/transactions/sync/live`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const messages: Message[] = [];
    const ended = collect(response, messages);
    await eventually(
      async () => messages,
      ({ length }) => length === 1,
      'stream.open',
    );
    await other.stop();
    await ended;
    expect(JSON.parse(messages.at(-1)?.data ?? '{}')).toMatchObject({ error: { code: 'unavailable' } });
  });
});
