import type { FastifyInstance } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { createFailedKeys } from '../../src/api/limits/failed-keys.ts';
import type { RateVerdict } from '../../src/api/limits/quota.ts';
import { UnavailableError } from '../../src/domain/unavailable-error.ts';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { AUTHORIZED, createFakeApp, KEYS } from './fake-app.ts';
import { FAKE_OPERATIONS } from './fake-operations.ts';

const app = createFakeApp(FAKE_OPERATIONS);
const ENTITY = '/v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3';

afterAll(() => app.close());

async function getEntityWith(authorization: string | undefined, target: FastifyInstance = app) {
  const response = await target.inject({ url: ENTITY, headers: authorization === undefined ? {} : { authorization } });
  assertResponseMatchesContract('getEntity', {
    status: response.statusCode,
    headers: response.headers,
    body: response.json(),
  });
  return response;
}

describe('authentication', () => {
  it.each([
    ['no header', undefined, 'missing_api_key'],
    ['an empty header', '', 'missing_api_key'],
    ['the scheme alone', 'Bearer', 'missing_api_key'],
    ['the scheme and spaces', 'Bearer   ', 'missing_api_key'],
    ['another scheme', 'Basic dXNlcjpwYXNz', 'invalid_api_key'],
    ['a key without a scheme', KEYS.full, 'invalid_api_key'],
    ['a key of another form', 'Bearer sk_test_123', 'invalid_api_key'],
    ['a key with a short secret', 'Bearer way_test_full_abc', 'invalid_api_key'],
    ['a key of no environment', `Bearer way_prod_full_${'S'.repeat(32)}`, 'invalid_api_key'],
    ['two keys', `Bearer ${KEYS.full} ${KEYS.full}`, 'invalid_api_key'],
    ['an unknown key', `Bearer ${KEYS.unknown}`, 'invalid_api_key'],
    ['an expired key', `Bearer ${KEYS.expired}`, 'api_key_expired'],
    ['a revoked key', `Bearer ${KEYS.revoked}`, 'api_key_revoked'],
  ])('answers 401 to %s', async (_case, authorization, code) => {
    const response = await getEntityWith(authorization);
    expect(response.statusCode).toBe(401);
    expect(response.json().error.code).toBe(code);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="causeway"/);
    expect(String(response.headers['www-authenticate']).includes('invalid_token')).toBe(code !== 'missing_api_key');
    expect(response.body).not.toContain(KEYS.full);
  });

  it.each(['Bearer ', 'bearer ', 'BEARER   '])('takes a good key after %j', async (scheme) => {
    expect((await getEntityWith(scheme + KEYS.full)).statusCode).toBe(200);
  });

  it('names the scope that a key lacks', async () => {
    const headers = { authorization: `Bearer ${KEYS.readOnly}` };
    const response = await app.inject({ method: 'DELETE', url: ENTITY, headers });
    assertResponseMatchesContract('deleteEntity', {
      status: response.statusCode,
      headers: response.headers,
      body: response.json(),
    });
    expect(response.statusCode).toBe(403);
    expect(response.json().error).toMatchObject({
      code: 'insufficient_scope',
      message: expect.stringContaining('entities:write'),
    });
  });

  it.each([
    ['missing_api_key', {}],
    ['invalid_api_key', { authorization: `Bearer ${KEYS.unknown}` }],
    ['insufficient_scope', { authorization: `Bearer ${KEYS.readOnly}` }],
  ])('answers %s before it looks at the body, its type or its size', async (code, headers) => {
    for (const [type, payload] of [
      ['application/json', '{broken'],
      ['text/plain', 'hello'],
      ['application/json', 'x'.repeat(2_000_000)],
    ] as const) {
      const response = await app.inject({
        method: 'POST',
        url: '/v1/entities',
        headers: { ...headers, 'content-type': type },
        payload,
      });
      expect(response.json().error.code).toBe(code);
    }
  });

  it('answers 503 when the directory of keys cannot be reached, and says nothing of the cause', async () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    const failing = createFakeApp(FAKE_OPERATIONS, {
      authenticate: () => Promise.reject(new UnavailableError('no database', { cause, retryAfterSeconds: 2 })),
    });
    const response = await getEntityWith(`Bearer ${KEYS.full}`, failing);
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(response.body).not.toContain('10.0.0.7');
    await failing.close();
  });

  it('answers 429 to refused keys of an address that has sent too many, and never to keys that are accepted', async () => {
    const limited = createFakeApp(FAKE_OPERATIONS, { failedKeys: createFailedKeys(2, () => 0) });
    const statusOf = async (key: string) => (await getEntityWith(`Bearer ${key}`, limited)).statusCode;
    expect([await statusOf(KEYS.unknown), await statusOf(KEYS.revoked)]).toEqual([401, 401]);
    const refused = await getEntityWith(`Bearer ${KEYS.expired}`, limited);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({ 'retry-after': '60', ratelimit: '"refused-keys";r=0;t=60' });
    expect((await getEntityWith('Bearer nonsense', limited)).statusCode).toBe(429);
    expect((await getEntityWith(undefined, limited)).statusCode).toBe(401);
    expect(await statusOf(KEYS.full)).toBe(200);
    await limited.close();
  });

  it('counts refused keys by the address that connects, whatever a header claims', async () => {
    const statusesFrom = async (addresses: readonly string[], trustedProxies: readonly string[]) => {
      const limited = createFakeApp(FAKE_OPERATIONS, { failedKeys: createFailedKeys(2, () => 0) }, { trustedProxies });
      const statuses: number[] = [];
      for (const address of addresses) {
        const headers = { authorization: `Bearer ${KEYS.unknown}`, 'x-forwarded-for': address };
        statuses.push((await limited.inject({ url: ENTITY, headers })).statusCode);
      }
      await limited.close();
      return statuses;
    };
    const claimed = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];
    expect(await statusesFrom(claimed, [])).toEqual([401, 401, 429]);
    expect(await statusesFrom(claimed, ['203.0.113.0/24'])).toEqual([401, 401, 429]);
    // A proxy that is trusted tells addresses apart; what stands in front of the one that it saw, its client has written.
    expect(await statusesFrom(claimed, ['127.0.0.1'])).toEqual([401, 401, 401]);
    const written = claimed.map((address) => `${address}, 192.0.2.7`);
    expect(await statusesFrom(written, ['127.0.0.1'])).toEqual([401, 401, 429]);
  });

  it('answers 429 with the wait and the quota, and shows the quota on other answers', async () => {
    const quotaWith = (remaining: number) =>
      ({ name: 'default', remaining, quota: 600, windowSeconds: 60, resetSeconds: 11.2 }) as const;
    const verdicts: RateVerdict[] = [
      { refusedBy: null, quotas: [quotaWith(1)] },
      { refusedBy: quotaWith(0), quotas: [quotaWith(0), { ...quotaWith(7), name: 'organization' }] },
    ];
    const limited = createFakeApp(FAKE_OPERATIONS, {
      countRequest: () => verdicts.shift() ?? { refusedBy: null, quotas: [] },
    });
    const first = await getEntityWith(AUTHORIZED.authorization, limited);
    expect(first.headers.ratelimit).toBe('"default";r=1;t=12');
    const second = await getEntityWith(AUTHORIZED.authorization, limited);
    expect(second.statusCode).toBe(429);
    expect(second.headers['retry-after']).toBe('12');
    expect(second.headers['ratelimit-policy']).toBe('"default";q=600;w=60, "organization";q=600;w=60');
    expect(second.headers.ratelimit).toBe('"default";r=0;t=12, "organization";r=7;t=12');
    expect(JSON.parse(second.body).error.message).toBe(
      'Too many requests. This key may send 600 requests in 60 seconds. Retry after 12 seconds.',
    );
    const third = await getEntityWith(AUTHORIZED.authorization, limited);
    expect(third.headers.ratelimit).toBeUndefined();
    await limited.close();
  });
});
