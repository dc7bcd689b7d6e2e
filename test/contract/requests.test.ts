import { afterAll, describe, expect, it } from 'vitest';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { AUTHORIZED, createFakeApp } from './fake-app.ts';
import { FAKE_OPERATIONS } from './fake-operations.ts';

const app = createFakeApp(FAKE_OPERATIONS);
const ENTITY_ID = '019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3';
const CONNECTION_ID = '019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18';
const JSON_HEADERS = { ...AUTHORIZED, 'content-type': 'application/json' };

afterAll(() => app.close());

interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer;
}

/** Sends a request with a good key and holds the response against the contract. */
async function send(operationId: string, request: Sent) {
  const response = await app.inject({ headers: AUTHORIZED, ...request });
  const json = response.headers['content-type']?.startsWith('application/json');
  assertResponseMatchesContract(
    operationId,
    { status: response.statusCode, headers: response.headers, body: json ? response.json() : undefined },
    {
      sparse: request.url.includes('fields='),
    },
  );
  return response;
}

describe('paths and methods', () => {
  it.each([
    '/',
    '/v1',
    '/v1/nothing',
    '/v1/entities/',
    '/V1/entities',
    '/v1/Entities',
    '/v1/entities//x',
    '/v1//entities',
  ])('answers 404 to the unknown path %s', async (url) => {
    const response = await send('getEntity', { url });
    expect(response.statusCode).toBe(404);
  });

  it('answers 404 to an unknown path without a key and without reading the body', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/nothing',
      headers: { 'content-type': 'text/x' },
      payload: '{',
    });
    expect(response.json().error.code).toBe('not_found');
  });

  it.each([
    ['HEAD', '/v1/entities', 'POST, GET'],
    ['OPTIONS', '/v1/entities', 'POST, GET'],
    ['PUT', '/v1/entities', 'POST, GET'],
    ['POST', `/v1/entities/${ENTITY_ID}?x=1`, 'GET, DELETE, PATCH'],
    ['DELETE', '/v1/transactions/sync/live', 'GET'],
  ] as const)('answers 405 with Allow to %s %s', async (method, url, allow) => {
    const response = await app.inject({ method, url });
    expect(response.statusCode).toBe(405);
    expect(String(response.headers.allow).split(', ').sort()).toEqual(allow.split(', ').sort());
    if (method !== 'HEAD') expect(response.json().error.code).toBe('method_not_allowed');
  });

  it.each(['/v1/entities/%', '/v1/entities/%zz', '/v1/entities/%ff', '/v1/entities/%c0%80'])(
    'answers malformed_request to the path %s',
    async (url) => {
      const response = await send('getEntity', { url });
      expect(response.json().error.code).toBe('malformed_request');
    },
  );

  it('tells a malformed id of format uuid from one of a plain string', async () => {
    const entity = await send('getEntity', { url: '/v1/entities/abc' });
    expect(entity.json().error).toMatchObject({
      code: 'validation_error',
      details: [{ location: 'path', field: 'entityId' }],
    });
    for (const id of ['abc', '%00', 'a%2Fb', '%F0%9F%98%80', 'x'.repeat(5_000)]) {
      const connection = await app.inject({ url: `/v1/connections/${id}`, headers: AUTHORIZED });
      expect(connection.json().error.code).toBe('not_found');
    }
  });

  it('gives the handler ids in small letters', async () => {
    const response = await send('getEntity', { url: `/v1/entities/${ENTITY_ID.toUpperCase()}` });
    expect(response.json().entityId).toBe(ENTITY_ID);
  });
});

describe('query parameters', () => {
  it.each([
    '0',
    '501',
    '-1',
    '1e2',
    '',
    'abc',
    '10.0',
    '+5',
    '%2B5',
    '010',
    '0x10',
    '%205',
    '1,000',
    'NaN',
    '99999999999999999999',
    '５',
  ])('rejects the limit %j by name', async (limit) => {
    const response = await send('listEntities', { url: `/v1/entities?limit=${encodeURI(limit)}` });
    expect(response.statusCode).toBe(422);
    expect(response.json().error.details).toMatchObject([{ location: 'query', field: 'limit' }]);
  });

  it.each(['1', '7', '500'])('takes the limit %s', async (limit) => {
    const response = await send('listEntities', { url: `/v1/entities?limit=${limit}` });
    expect(response.json().data).toHaveLength(Math.min(7, Number(limit)));
  });

  it('rejects unknown and repeated parameters, all at once', async () => {
    const response = await send('listEntities', { url: '/v1/entities?colour=red&limit=1&limit=1&Limit=2' });
    expect(response.json().error.details.map((detail: { field: string }) => detail.field)).toEqual([
      'colour',
      'limit',
      'Limit',
    ]);
    expect(response.json().error.details[0].message).toMatch(/^is not a known parameter; known are .*\blimit\b/);
  });

  it('rejects parameters of an operation that has none', async () => {
    const response = await send('getEntity', { url: `/v1/entities/${ENTITY_ID}?verbose=true` });
    expect(response.json().error).toMatchObject({
      code: 'validation_error',
      details: [{ field: 'verbose', message: 'is not a known parameter; there are none here' }],
    });
  });

  it.each(['cursor=', 'cursor', 'cursor=lc_', 'cursor=nonsense', 'cursor=lc_AQEiYSJhYWFhYWFhYWFhYWFhYWE'])(
    'answers invalid_cursor to %s',
    async (query) => {
      const response = await send('listEntities', { url: `/v1/entities?${query}` });
      expect(response.statusCode).toBe(400);
      expect(response.json().error.code).toBe('invalid_cursor');
    },
  );

  it('answers malformed_request to broken percent-encoding and validation_error to a NUL character', async () => {
    const broken = await send('listEntities', { url: '/v1/entities?externalEntityId=%ff' });
    expect(broken.json().error.code).toBe('malformed_request');
    const nul = await send('listEntities', { url: '/v1/entities?externalEntityId=a%00b' });
    expect(nul.json().error.details).toMatchObject([{ location: 'query', field: 'externalEntityId' }]);
  });

  it('ignores empty places between parameters', async () => {
    expect((await send('listEntities', { url: '/v1/entities?&limit=2&' })).statusCode).toBe(200);
    expect((await send('listEntities', { url: '/v1/entities?' })).statusCode).toBe(200);
  });

  it('picks fields, identifiers always included, and names unknown ones', async () => {
    const url = '/v1/transactions/019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77';
    const picked = await send('getTransaction', { url: `${url}?fields=status,amount` });
    expect(Object.keys(picked.json()).sort()).toEqual(['accountId', 'amount', 'connectionId', 'id', 'status']);
    const unknown = await send('getTransaction', { url: `${url}?fields=status,colour` });
    expect(unknown.json().error.details[0]).toMatchObject({
      field: 'fields',
      message: expect.stringMatching(/^does not know the field "colour"; known are id, .*status/),
    });
    for (const fields of ['', ',', 'status,', '%20status']) {
      expect((await send('getTransaction', { url: `${url}?fields=${fields}` })).statusCode).toBe(422);
    }
  });

  it('leads through all pages with a cursor that allows another limit but no other filter', async () => {
    const first = (await send('listEntities', { url: '/v1/entities?limit=3' })).json();
    expect(first.pagination.hasMore).toBe(true);
    const cursor = first.pagination.nextCursor;
    const second = (await send('listEntities', { url: `/v1/entities?limit=4&cursor=${cursor}` })).json();
    expect(second.pagination).toEqual({ hasMore: false, nextCursor: null });
    expect(new Set([...first.data, ...second.data].map((each: { entityId: string }) => each.entityId)).size).toBe(7);
    const filtered = await send('listEntities', { url: `/v1/entities?externalEntityId=a&cursor=${cursor}` });
    expect(filtered.json().error.code).toBe('invalid_cursor');
  });
});

describe('JSON bodies', () => {
  const post = (payload: string | Buffer, headers: Record<string, string> = JSON_HEADERS) =>
    send('createEntity', { method: 'POST', url: '/v1/entities', headers, payload });

  it('takes a good body and answers with the default for what was left out', async () => {
    const response = await post('{"externalEntityId":"a"}');
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ externalEntityId: 'a', name: null, metadata: {} });
  });

  it.each([
    ['{', 'truncated JSON'],
    ['{"externalEntityId":"a",}', 'a trailing comma'],
    ["{'externalEntityId':'a'}", 'single quotes'],
    ['{"externalEntityId":NaN}', 'NaN'],
    ['{"externalEntityId":"a"} x', 'text behind'],
  ])('answers malformed_request to %j (%s)', async (payload) => {
    expect((await post(payload)).json().error.code).toBe('malformed_request');
  });

  it('answers malformed_request to bytes that are not UTF-8, and quotes nothing of a broken body', async () => {
    const latin1 = Buffer.from('{"externalEntityId":"\xe9"}', 'latin1');
    expect((await post(latin1)).json().error.message).toBe('The body is not valid UTF-8.');
    expect((await post('{"password":"hunter2" oops')).body).not.toContain('hunter2');
  });

  it.each(['[]', 'null', '"text"', '1', 'true'])('answers validation_error to the body %s', async (payload) => {
    const response = await post(payload);
    expect(response.json().error.details).toEqual([{ location: 'body', field: '', message: 'must be a JSON object' }]);
  });

  it('names what a missing body should hold', async () => {
    const response = await send('createEntity', { method: 'POST', url: '/v1/entities', headers: AUTHORIZED });
    expect(response.json().error.details).toEqual([
      { location: 'body', field: 'externalEntityId', message: 'is required' },
    ]);
  });

  it.each([
    ['{"externalEntityId":"a","colour":1}', 'colour'],
    ['{"externalEntityId":"a","__proto__":{}}', '__proto__'],
    ['{"externalEntityId":"a","constructor":1}', 'constructor'],
    ['{"externalEntityId":1}', 'externalEntityId'],
    ['{"externalEntityId":""}', 'externalEntityId'],
    ['{"externalEntityId":"a\\u0000b"}', 'externalEntityId'],
    ['{"externalEntityId":"\\ud800"}', 'externalEntityId'],
    ['{"externalEntityId":"a","metadata":{"k":["\\u0000"]}}', 'metadata.k.0'],
    ['{"externalEntityId":"a","metadata":{"\\u0000":1}}', 'metadata'],
    [`{"externalEntityId":"a","metadata":{"k":"${'x'.repeat(16_384)}"}}`, 'metadata'],
    [`{"externalEntityId":"a","metadata":${'{"k":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'metadata'],
    ['{"externalEntityId":"a","metadata":[]}', 'metadata'],
    ['{"externalEntityId":"a","metadata":null}', 'metadata'],
  ])('rejects %.60s by the name %s', async (payload, field) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(422);
    expect(response.json().error.details).toMatchObject([{ location: 'body', field }]);
  });

  it('takes metadata of 16 KiB to the byte, counted in UTF-8', async () => {
    const fill = 16_384 - '{"k":""}'.length;
    expect((await post(`{"externalEntityId":"a","metadata":{"k":"${'x'.repeat(fill)}"}}`)).statusCode).toBe(201);
    expect((await post(`{"externalEntityId":"a","metadata":{"k":"${'é'.repeat(fill / 2 + 1)}"}}`)).statusCode).toBe(
      422,
    );
  });

  it.each([
    ['text/plain', 'text'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['application/vnd.api+json', '{}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json; charset=iso-8859-1', '{}'],
    [';;;', '{}'],
  ])('answers 415 to a body of type %s', async (type, payload) => {
    expect((await post(payload, { ...AUTHORIZED, 'content-type': type })).statusCode).toBe(415);
  });

  it('answers 415 to a body without a type and to a compressed one', async () => {
    expect((await post(Buffer.from('{}'), AUTHORIZED)).statusCode).toBe(415);
    expect((await post('{}', { ...JSON_HEADERS, 'content-encoding': 'gzip' })).statusCode).toBe(415);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])(
    'takes the type %s',
    async (type) => {
      expect((await post('{"externalEntityId":"a"}', { ...AUTHORIZED, 'content-type': type })).statusCode).toBe(201);
    },
  );

  it('answers 413 beyond 1 MiB and not before', async () => {
    const body = (length: number) => `{"externalEntityId":"${'x'.repeat(length - '{"externalEntityId":""}'.length)}"}`;
    expect((await post(body(1_048_576))).statusCode).toBe(422);
    const over = await post(body(1_048_577));
    expect(over.json().error).toMatchObject({ code: 'payload_too_large', message: expect.stringContaining('1 MiB') });
  });

  it('takes an optional body as none, as empty and as {}, and nothing else', async () => {
    const url = `/v1/connections/${CONNECTION_ID}/sync`;
    const put = (payload: string | undefined, headers: Record<string, string>) =>
      send('syncConnection', { method: 'PUT', url, headers, ...(payload === undefined ? {} : { payload }) });
    expect((await put(undefined, AUTHORIZED)).statusCode).toBe(202);
    expect((await put(undefined, JSON_HEADERS)).statusCode).toBe(202);
    expect((await put(undefined, { ...AUTHORIZED, 'content-type': 'text/plain' })).statusCode).toBe(202);
    expect((await put('', JSON_HEADERS)).statusCode).toBe(202);
    expect((await put('{}', JSON_HEADERS)).statusCode).toBe(202);
    expect((await put('{"force":true}', JSON_HEADERS)).json().error.details).toMatchObject([{ field: 'force' }]);
    expect((await put('{}', { ...AUTHORIZED, 'content-type': 'text/plain' })).statusCode).toBe(415);
  });

  it('fills in the default of an optional body', async () => {
    const url = `/v1/webhooks/${CONNECTION_ID}/rotateSecret`;
    expect((await send('rotateWebhookSecret', { method: 'POST', url })).json().webhook.url).toBe(
      'https://example.com/86400',
    );
  });

  it('rejects a body where none is taken', async () => {
    for (const method of ['GET', 'DELETE'] as const) {
      const response = await app.inject({
        method,
        url: `/v1/entities/${ENTITY_ID}`,
        headers: JSON_HEADERS,
        payload: '{}',
      });
      expect(response.json().error).toMatchObject({ code: 'validation_error', details: [{ location: 'body' }] });
      const bare = await app.inject({ method, url: `/v1/entities/${ENTITY_ID}`, headers: JSON_HEADERS });
      expect(bare.statusCode).toBe(method === 'GET' ? 200 : 409);
    }
  });
});

describe('answers', () => {
  it('passes a handler’s refusal on', async () => {
    const response = await send('deleteEntity', { method: 'DELETE', url: `/v1/entities/${ENTITY_ID}` });
    expect(response.json().error).toMatchObject({
      code: 'default_entity_protected',
      documentationUrl: 'https://docs.example.com/errors#default_entity_protected',
    });
  });

  it('sends 204 without a body', async () => {
    const response = await send('deleteEntity', {
      method: 'DELETE',
      url: `/v1/entities/${ENTITY_ID.replace(/3$/, '4')}`,
    });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
  });

  it('sends either form of a connection', async () => {
    const response = await send('getConnection', { url: `/v1/connections/${CONNECTION_ID}` });
    expect(response.json().kind).toBe('setup');
  });

  it('streams server-sent events', async () => {
    const response = await send('streamTransactions', { url: '/v1/transactions/sync/live' });
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(response.body).toBe(': one\n\n: two\n\n');
  });

  it('hides an unexpected fault, and logs its cause with the request id', async () => {
    const lines: { fields: Record<string, unknown>; message: string }[] = [];
    const record = (fields: object, message: string) => void lines.push({ fields: { ...fields }, message });
    const log = { debug: record, info: record, warn: record, error: record, child: () => log };
    const logging = createFakeApp(FAKE_OPERATIONS, { log });
    const headers = { ...JSON_HEADERS };
    const url = `/v1/entities/${ENTITY_ID}`;
    const response = await logging.inject({ method: 'PATCH', url, headers, payload: '{"contactEmails":[]}' });
    assertResponseMatchesContract('updateEntity', { status: 500, headers: response.headers, body: response.json() });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hunter2');
    const failure = lines.find((line) => line.message === 'request failed unexpectedly');
    expect(failure?.fields).toMatchObject({ requestId: response.headers['x-request-id'], operationId: 'updateEntity' });
    const answered = lines.find((line) => line.message === 'request answered');
    expect(answered?.fields).toMatchObject({ status: 500, operationId: 'updateEntity', keyId: 'full' });
    expect(JSON.stringify(answered)).not.toContain('/v1/');
    await logging.close();
  });

  it('never uses a request id twice', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, async () => (await app.inject('/v1/nothing')).headers['x-request-id']),
    );
    expect(new Set(ids).size).toBe(50);
  });
});
