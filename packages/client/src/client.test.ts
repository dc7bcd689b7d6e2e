import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createClient } from './client.ts';
import { CausewayError, CausewayNetworkError } from './errors.ts';
import { OPERATIONS } from './operations.ts';
import { refusal, type Step, scriptFetch } from './testing/scripted-fetch.ts';
import { createVirtualClock, idle } from './testing/virtual-clock.ts';
import { call } from './transport.ts';
import type { Schemas } from './wire.ts';

const API_KEY = 'way_test_abc_secret';
/** No wait between tries is as long. */
const TIMEOUT_MS = 1_234;

function setUp(steps: readonly Step[], options: { maxRetries?: number; random?: () => number } = {}) {
  const { fetch, sent } = scriptFetch(steps);
  const clock = createVirtualClock();
  const client = createClient({
    baseUrl: 'http://bank.example/base/',
    apiKey: API_KEY,
    fetch,
    clock,
    random: () => 0.5,
    timeoutMs: TIMEOUT_MS,
    ...options,
  });
  return { client, sent, clock };
}

/** Waits between tries, without the time-outs of the tries. */
const waits = (delays: readonly number[]) => delays.filter((delay) => delay !== TIMEOUT_MS);
const ok = (json: unknown): Step => ({ status: 200, json });
const list = (data: unknown[], nextCursor: string | null = null) =>
  ok({ data, pagination: { hasMore: nextCursor !== null, nextCursor }, meta: { requestId: 'r' } });

describe('a request', () => {
  it('carries the key, path and query, and leaves out what is not given', async () => {
    const { client, sent } = setUp([list([])]);
    await client.listSyncRuns({ connectionId: 'a/b', limit: 5, cursor: undefined });
    expect(sent[0]?.url).toBe('http://bank.example/base/v1/connections/a%2Fb/syncRuns?limit=5');
    expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(sent[0]?.body).toBeNull();
  });

  it('joins a list of fields', async () => {
    const { client, sent } = setUp([list([])]);
    await client.listTransactions({ fields: ['status', 'amount'] });
    expect(new URL(sent[0]?.url ?? '').searchParams.get('fields')).toBe('status,amount');
  });

  it('sends a body as JSON', async () => {
    const { client, sent } = setUp([{ status: 201, json: { entityId: 'e' } }]);
    await client.createEntity({ body: { name: 'Northwind', externalEntityId: 'nw' } });
    expect(sent[0]?.method).toBe('POST');
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(String(sent[0]?.body))).toEqual({ name: 'Northwind', externalEntityId: 'nw' });
  });

  it('sends a file as a form', async () => {
    const { client, sent } = setUp([{ status: 201, json: { id: 'run' } }]);
    const file = new Blob(['01,…']);
    const csvProfile = { name: 'p', headerRow: null };
    await client.uploadConnectionFile({ connectionId: 'c', body: { file, format: 'csv', csvProfile } });
    const form = sent[0]?.body;
    if (!(form instanceof FormData)) throw new Error('no form was sent');
    expect([...form.keys()]).toEqual(['file', 'format', 'csvProfile']);
    expect(JSON.parse(String(form.get('csvProfile')))).toEqual(csvProfile);
    expect(sent[0]?.headers.has('content-type')).toBe(false);
  });

  it.each(['', '.', '..'])('refuses %j as an id, as it would name another path', async (accountId) => {
    const { client, sent } = setUp([]);
    await expect(client.getAccount({ accountId })).rejects.toThrow('accountId must be a text');
    expect(sent).toHaveLength(0);
  });

  it('gives the bytes of a file as they came, and an error where there is none', async () => {
    const { client, sent } = setUp([
      { status: 200, text: '{"not":"JSON that anybody asked for"}' },
      refusal(404, 'not_found'),
    ]);
    const bytes = await client.getStatementContent({ statementId: 's' });
    expectTypeOf(bytes).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expect(Buffer.from(bytes).toString()).toBe('{"not":"JSON that anybody asked for"}');
    expect(sent[0]?.headers.get('accept')).toBe('*/*');
    await expect(client.getStatementContent({ statementId: 's' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives undefined for an answer without a body, and tells of status and headers', async () => {
    const { client } = setUp([{ status: 204, headers: { 'x-request-id': 'req_1' } }]);
    const facts: unknown[] = [];
    const answer = await client.deleteEntity(
      { entityId: 'e' },
      { onAnswer: ({ status, requestId }) => facts.push([status, requestId]) },
    );
    expect(answer).toBeUndefined();
    expect(facts).toEqual([[204, 'req_1']]);
  });
});

describe('an error answer', () => {
  it('becomes a CausewayError with everything the server said', async () => {
    const described = {
      code: 'validation_error',
      details: [{ location: 'query', field: 'limit', message: 'must be at most 500' }],
      documentationUrl: 'https://docs.causeway.example/errors#validation_error',
    };
    const { client } = setUp([
      {
        status: 422,
        json: { error: { ...described, message: 'The request is not valid.' }, meta: { requestId: 'req_2' } },
      },
    ]);
    const caught = await client.listAccounts({ limit: 501 }).catch((cause: unknown) => cause);
    expect(caught).toBeInstanceOf(CausewayError);
    expect(caught).toMatchObject({ ...described, status: 422, requestId: 'req_2', retryAfterSeconds: null });
    expect(String(caught)).toBe(
      'CausewayError: GET /v1/accounts was answered with 422 validation_error: The request is not valid. (limit: must be at most 500)',
    );
  });

  it('that is none of the API is named so, with the fix', async () => {
    const { client } = setUp([{ status: 404, text: '<html>nginx</html>' }]);
    await expect(client.getLiveness()).rejects.toMatchObject({ code: 'unexpected_response', status: 404 });
  });

  it('that redirects is not followed, because the key is for one server', async () => {
    const { client, sent } = setUp([{ status: 301, headers: { location: 'https://elsewhere.example/' } }]);
    await expect(client.listAccounts()).rejects.toThrow('It points to https://elsewhere.example/');
    expect(sent).toHaveLength(1);
  });

  it('with status 200 but no JSON is an error, too', async () => {
    const { client } = setUp([{ status: 200, text: 'hello' }]);
    await expect(client.listAccounts()).rejects.toMatchObject({ code: 'unexpected_response' });
  });

  it('never shows the key', async () => {
    const { client } = setUp([refusal(401, 'invalid_api_key')]);
    const caught = await client.listAccounts().catch((cause: unknown) => cause);
    expect(inspect(caught, { depth: 9 }) + JSON.stringify(caught) + inspect(client, { depth: 9 })).not.toContain(
      'secret',
    );
  });
});

describe('tries', () => {
  it('wait as long as the server asks, in seconds, and a little more', async () => {
    const { client, clock, sent } = setUp([refusal(429, 'rate_limited', { 'retry-after': '12' }), list([])]);
    await clock.run(client.listAccounts());
    expect(sent).toHaveLength(2);
    expect(waits(clock.delays)).toEqual([12_125]);
  });

  it('wait as long as the server asks, as a date', async () => {
    const headers = { date: 'Fri, 20 Nov 2026 06:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2026 06:00:09 GMT' };
    const { client, clock } = setUp([refusal(503, 'unavailable', headers), list([])]);
    await clock.run(client.listAccounts());
    expect(waits(clock.delays)).toEqual([9_125]);
  });

  it('end when the server asks for more patience than allowed', async () => {
    const { client, clock, sent } = setUp([refusal(429, 'rate_limited', { 'retry-after': '61' })]);
    await expect(clock.run(client.listAccounts())).rejects.toMatchObject({ retryAfterSeconds: 61 });
    expect(sent).toHaveLength(1);
  });

  it('wait a random share of a doubling, bounded delay', async () => {
    const { client, clock, sent } = setUp(
      Array.from({ length: 11 }, () => 'refused' as const),
      {
        maxRetries: 10,
        random: () => 0.999_999,
      },
    );
    await expect(clock.run(client.listAccounts())).rejects.toBeInstanceOf(CausewayNetworkError);
    expect(sent).toHaveLength(11);
    expect(waits(clock.delays)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it.each(['refused', 'silent', 'endless'] as const)('follow a connection that is %s', async (step) => {
    const { client, clock } = setUp([step, list([])]);
    expect((await clock.run(client.listAccounts())).data).toEqual([]);
  });

  it.each([502, 503, 504])('follow a gateway that answers %i', async (status) => {
    const { client, clock } = setUp([{ status, text: 'Bad Gateway' }, list([])]);
    expect((await clock.run(client.listAccounts())).data).toEqual([]);
  });

  it('follow the answer that the first try is still being worked on, and not that the key stands for another request', async () => {
    const body = { name: 'x', externalEntityId: 'y' };
    const busy = refusal(409, 'idempotency_conflict', { 'retry-after': '1' });
    const { client, clock, sent } = setUp([busy, { status: 201, json: {} }, refusal(409, 'idempotency_conflict')]);
    await clock.run(client.createEntity({ body }));
    expect(sent).toHaveLength(2);
    await expect(clock.run(client.createEntity({ body }))).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(sent).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 410, 422, 500])('do not follow %i', async (status) => {
    const { client, clock, sent } = setUp([refusal(status, 'conflict')]);
    await expect(clock.run(client.listAccounts())).rejects.toMatchObject({ status });
    expect(sent).toHaveLength(1);
  });

  it('follow PUT and DELETE, which do the same twice as once', async () => {
    const { client, clock, sent } = setUp(['refused', { status: 204 }, 'refused', { status: 202, json: {} }]);
    await clock.run(client.revokeConnection({ connectionId: 'c' }));
    await clock.run(client.syncConnection({ connectionId: 'c' }));
    expect(sent.map(({ method }) => method)).toEqual(['DELETE', 'DELETE', 'PUT', 'PUT']);
  });

  it.each(['refused', 'silent', refusal(503, 'unavailable')] as const)(
    'never follow a PATCH, which could do it twice',
    async (step) => {
      const { client, clock, sent } = setUp([step]);
      await expect(clock.run(client.updateEntity({ entityId: 'e', body: { contactEmails: [] } }))).rejects.toThrow();
      expect(sent).toHaveLength(1);
    },
  );

  it('follow a POST that takes an idempotency key, with the same key each time', async () => {
    const { fetch, sent } = scriptFetch(['refused', { status: 201, json: {} }, 'refused', { status: 201, json: {} }]);
    const clock = createVirtualClock();
    let made = 0;
    const transport = {
      baseUrl: 'http://bank.example',
      apiKey: null,
      fetch,
      clock,
      random: () => 0,
      newIdempotencyKey: () => `made-${++made}`,
      timeoutMs: 1_000,
      uploadTimeoutMs: 1_000,
      retry: { maxRetries: 2, baseDelayMs: 1, maxDelayMs: 1 },
    };
    const route = { method: 'POST', path: '/v1/transfers', idempotencyKey: true } as const;
    await clock.run(call(transport, route, { body: {} }));
    await clock.run(call(transport, route, { body: {} }, { idempotencyKey: 'mine' }));
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['made-1', 'made-1', 'mine', 'mine']);
  });

  it('refuse an idempotency key where it would protect nothing', async () => {
    const { client } = setUp([]);
    await expect(
      client.updateEntity({ entityId: 'e', body: { contactEmails: [] } }, { idempotencyKey: 'k' }),
    ).rejects.toThrow('takes no idempotency key');
  });
});

describe('a call that does not come back', () => {
  it('times out, and says so', async () => {
    const { client, clock } = setUp(['silent'], { maxRetries: 0 });
    const caught = await clock.run(client.listAccounts()).catch((cause: unknown) => cause);
    expect(caught).toBeInstanceOf(CausewayNetworkError);
    expect(caught).toMatchObject({ failure: 'timeout', operation: 'GET /v1/accounts' });
  });

  it('keeps the cause of a broken connection', async () => {
    const { client, clock } = setUp(['refused'], { maxRetries: 0 });
    const caught = await clock.run(client.listAccounts()).catch((cause: unknown) => cause);
    expect(caught).toMatchObject({ failure: 'connection', cause: expect.any(TypeError) });
    expect(String(caught)).toContain('ECONNREFUSED');
  });

  it.each(['silent', 'endless', 'refused'] as const)('ends with the signal: %s', async (step) => {
    const { client, sent } = setUp([step]);
    const controller = new AbortController();
    const work = client.listAccounts({}, { signal: controller.signal });
    await idle();
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
  });

  it('is not sent when the signal is aborted before', async () => {
    const { client, sent } = setUp([]);
    await expect(client.listAccounts({}, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    expect(sent).toHaveLength(0);
  });
});

describe('an iterator', () => {
  it('gives the items of all pages, with the same filter', async () => {
    const { client, sent } = setUp([list([{ id: 1 }, { id: 2 }], 'c1'), list([], 'c2'), list([{ id: 3 }])]);
    const items = [];
    for await (const item of client.iterate.transactions({ accountId: 'a', limit: 2 })) items.push(item);
    expect(items).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?accountId=a&limit=2',
      '?accountId=a&limit=2&cursor=c1',
      '?accountId=a&limit=2&cursor=c2',
    ]);
  });

  it('asks for a page only when it is needed', async () => {
    const { client, sent } = setUp([list([{ id: 1 }, { id: 2 }], 'c1')]);
    for await (const _ of client.iterate.accounts()) break;
    expect(sent).toHaveLength(1);
  });

  it('does not go round in a circle', async () => {
    const { client } = setUp([list([], 'c1'), list([], 'c1')]);
    await expect(client.iterate.entities().next()).rejects.toThrow('would never end');
  });

  it('exists for every list', () => {
    const { client } = setUp([]);
    const lists = Object.keys(OPERATIONS).filter((id) => id.startsWith('list'));
    expect(Object.keys(client.iterate)).toHaveLength(lists.length);
    expect(Object.keys(client.iterate)).toContain('syncRuns');
  });
});

describe('a client', () => {
  it('has a method for every operation', () => {
    const { client } = setUp([]);
    for (const id of Object.keys(OPERATIONS)) expect(client).toHaveProperty(id, expect.any(Function));
  });

  it('knows what its key can see', () => {
    const make = (apiKey?: string) => createClient({ baseUrl: 'http://x', apiKey }).environment;
    expect([make('way_live_a_b'), make('way_test_a_b'), make('other'), make()]).toEqual(['live', 'test', null, null]);
  });

  it.each(['bank.example', 'ftp://bank.example', 'http://user:pass@bank.example', 'http://bank.example/?a=1'])(
    'refuses %s as its address',
    (baseUrl) => {
      expect(() => createClient({ baseUrl })).toThrow('baseUrl must');
    },
  );

  it('refuses a key that no header can carry, without repeating it', () => {
    expect(() => createClient({ baseUrl: 'http://x', apiKey: 'way_test\nsecret' })).toThrow(
      /^(?!.*secret).*apiKey must/s,
    );
  });

  it('is typed by the contract', () => {
    const { client } = setUp([]);
    expectTypeOf(client.getTransaction).parameter(0).toHaveProperty('transactionId');
    expectTypeOf<Awaited<ReturnType<typeof client.getAccountDigest>>>().toEqualTypeOf<Schemas['AccountDigest']>();
    const whole = () => client.getTransaction({ transactionId: 't' });
    expectTypeOf<Awaited<ReturnType<typeof whole>>>().toEqualTypeOf<Schemas['Transaction']>();
    const sparse = () => client.getTransaction({ transactionId: 't', fields: ['amount'] });
    expectTypeOf<Awaited<ReturnType<typeof sparse>>>().toEqualTypeOf<Schemas['TransactionView']>();
    // @ts-expect-error A name that the contract does not have.
    expectTypeOf(client.listAccounts).toBeCallableWith({ limitt: 3 });
    // @ts-expect-error The id is missing.
    expectTypeOf(client.getAccount).toBeCallableWith({});
  });
});
