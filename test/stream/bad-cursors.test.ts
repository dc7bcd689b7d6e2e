import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOperation } from '../../src/api/contract/contract.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { theContract } from '../support/calls/load-contract.ts';
import { callRaw, type RawInput } from '../support/calls/raw-call.ts';
import { WrittenStream } from '../support/stream/written-stream.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let stream: WrittenStream;
/** From the middle of a catch-up, so that no part of it is zero. */
let good: string;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  stream = await WrittenStream.open(system);
  for (let count = 0; count < 4; count += 1) await stream.add();
  const caughtUp = await stream.page({ from: 'beginning' });
  await stream.commit(stream.planAdd(), stream.planAdd());
  good = (await stream.page({ cursor: caughtUp.nextCursor, limit: 1 })).nextCursor;
  expect((await stream.page({ cursor: good })).events).toHaveLength(1);
});
afterAll(() => system?.stop());

/** Answer of a request that carries its cursor in one of the three places that take one. */
interface Way {
  readonly name: string;
  refusal(cursor: string, key?: string): Promise<{ status: number; code: string | undefined }>;
}

async function refuse(operationId: string, input: RawInput, key: string) {
  const headers = { authorization: `Bearer ${key}`, ...input.headers };
  const operation = getOperation(theContract(), operationId);
  const { status, body } = await callRaw(system.apiUrl, operation, { ...input, headers });
  return { status, code: (body as Partial<Schemas['ErrorEnvelope']>).error?.code }; // The contract was held against it.
}

const inQuery = (cursor: string) => ({ queryString: `cursor=${encodeURIComponent(cursor)}` });
const WAYS: readonly Way[] = [
  {
    name: 'the sync',
    refusal: (cursor, key = stream.caller.key) => refuse('syncTransactions', inQuery(cursor), key),
  },
  {
    name: 'the live stream',
    refusal: (cursor, key = stream.caller.key) => refuse('streamTransactions', inQuery(cursor), key),
  },
  {
    name: 'Last-Event-ID',
    refusal: (cursor, key = stream.caller.key) =>
      refuse('streamTransactions', { headers: { 'last-event-id': cursor } }, key),
  },
];

const INVALID = { status: 400, code: 'invalid_cursor' };

function flipBit(cursor: string, bit: number): string {
  const bytes = Buffer.from(cursor.slice(3), 'base64url');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return `sc_${bytes.toString('base64url')}`;
}

describe.each(WAYS)('$name refuses a cursor', ({ name, refusal }) => {
  const isHeader = name === 'Last-Event-ID';

  it('with any one bit flipped', async () => {
    const bits = Buffer.from(good.slice(3), 'base64url').length * 8;
    expect(bits).toBe(336);
    for (let bit = 0; bit < bits; bit += 1) expect(await refusal(flipBit(good, bit)), `bit ${bit}`).toEqual(INVALID);
  });

  it('that was cut off anywhere, lengthened or re-encoded', async () => {
    // An empty header is no header: the same as none.
    for (let length = isHeader ? 1 : 0; length < good.length; length += 1)
      expect(await refusal(good.slice(0, length)), `length ${length}`).toEqual(INVALID);
    for (const bad of [
      `${good}A`,
      `${good}=`,
      `${good}${good}`,
      good.slice(3),
      good.toUpperCase(),
      good.replace('sc_', 'lc_'),
      `sc_${Buffer.from(good.slice(3), 'base64url').toString('hex')}`,
      'A'.repeat(4_096),
      `sc_${'A'.repeat(4_093)}`,
      `${good}${'A'.repeat(4_096 - good.length)}`,
    ])
      expect(await refusal(bad), bad.slice(0, 80)).toEqual(INVALID);
  });

  it('with characters of any kind in it', async () => {
    // A header carries bytes of its own kind only.
    const strange = isHeader
      ? ['é', '\u00ff', '%', '"', ',']
      : ['é', '\u0000', '\u{1F370}', '%', '\r\n', '\u202e', '\ufeff'];
    for (const character of strange)
      for (const bad of [
        `${character}${good}`,
        good.slice(0, 20) + character + good.slice(21),
        `sc_${character.repeat(56)}`,
      ])
        expect(await refusal(bad), JSON.stringify(bad).slice(0, 80)).toEqual(INVALID);
  });

  it('of another organization, environment, filter or operation', async () => {
    const stranger = await WrittenStream.open(system);
    expect(await refusal(good, stranger.caller.key)).toEqual(INVALID);
    expect(await refusal(good, stream.live.key)).toEqual(INVALID);
    expect(await refusal(await stranger.head())).toEqual(INVALID);
    for (const filter of [
      { accountId: stream.accounts[0].accountId },
      { connectionId: stream.accounts[0].connectionId },
    ])
      expect(await refusal(await stream.head(filter))).toEqual(INVALID);
    const list = await stream.caller.get<Schemas['TransactionList']>('listTransactions', { query: { limit: 1 } });
    expect(await refusal(list.pagination.nextCursor ?? '')).toEqual(INVALID);
  });

  it('from the future', async () => {
    const { sql } = system.database;
    const cursor = await stream.head();
    const move = (by: number) => sql`update stream_heads set head = head + ${by}
      where organization_id = ${stream.organizationId} and environment = 'test'`;
    // As after a restore from an older backup.
    await move(-1);
    expect(await refusal(cursor)).toEqual(INVALID);
    await move(1);
    expect(await stream.page({ cursor })).toMatchObject({ events: [], hasMore: false });
  });
});

describe('a refusal', () => {
  it('names the place that the bad cursor came from', async () => {
    const detailOf = async (input: RawInput) => {
      const headers = { authorization: `Bearer ${stream.caller.key}`, ...input.headers };
      const { body } = await callRaw(system.apiUrl, getOperation(theContract(), 'streamTransactions'), {
        ...input,
        headers,
      });
      return (body as Schemas['ErrorEnvelope']).error.details?.[0]; // The contract was held against it.
    };
    expect(await detailOf(inQuery('sc_bad'))).toMatchObject({ location: 'query', field: 'cursor' });
    expect(await detailOf({ ...inQuery(good), headers: { 'last-event-id': 'sc_bad' } })).toMatchObject({
      location: 'header',
      field: 'Last-Event-ID',
    });
  });
});

describe('a query string', () => {
  it('that is no text is refused before its cursor is looked at', async () => {
    for (const queryString of ['cursor=%zz', 'cursor=%', 'cursor=%ff', 'cursor=%ed%a0%80', `cursor=${good}%c3`])
      expect(await refuse('syncTransactions', { queryString }, stream.caller.key), queryString).toEqual({
        status: 400,
        code: 'malformed_request',
      });
  });

  it('with two cursors is refused as with any repeated parameter, and neither of the two is read', async () => {
    for (const queryString of [`cursor=${good}&cursor=${good}`, `cursor=${good}&cursor=bad`, 'cursor=bad&cursor=worse'])
      for (const operationId of ['syncTransactions', 'streamTransactions'])
        expect(await refuse(operationId, { queryString }, stream.caller.key)).toEqual({
          status: 422,
          code: 'validation_error',
        });
  });
});
