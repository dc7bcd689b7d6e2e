import { type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockTenant } from '../support/records/stocked-tenant.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let key: string;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  const { id } = await system.createOrganization();
  key = await system.createKey(id, 'live');
  await stockTenant(
    system.installation.commands,
    id,
    'live',
    Array.from({ length: 40 }, () => ({})),
  );
});
afterAll(() => system.stop());

/** The response as it comes over the wire; `fetch` would unpack it. */
async function get(path: string, acceptEncoding: string | null) {
  const encoding = acceptEncoding === null ? {} : { 'accept-encoding': acceptEncoding };
  const headers = { authorization: `Bearer ${key}`, ...encoding };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${system.apiUrl}/v1/${path}`, { headers }, resolve).on('error', reject).end();
  const response = await promise;
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

describe('a large answer', () => {
  const page = 'transactions/sync?from=beginning';
  const withoutIds = (bytes: Buffer) => {
    const { events, hasMore } = JSON.parse(bytes.toString());
    return { events, hasMore };
  };

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip;q=0.5, br;q=1.0', 'br', brotliDecompressSync],
    ['deflate, gzip', 'gzip', gunzipSync],
    ['*', 'gzip', gunzipSync],
  ])('is compressed for a client that accepts %s', async (accepted, encoding, unpack) => {
    const plain = await get(page, null);
    const packed = await get(page, accepted);
    expect(packed.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
    expect(packed.body.length).toBeLessThan(plain.body.length / 4);
    expect(withoutIds(unpack(packed.body))).toEqual(withoutIds(plain.body));
  });

  it.each([null, 'identity', 'unknown', 'gzip;q=0, br;q=0'])(
    'is plain for a client that accepts %s',
    async (accepted) => {
      const plain = await get(page, accepted);
      expect(plain.status).toBe(200);
      expect(plain.headers).toMatchObject({ 'content-length': String(plain.body.length) });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(JSON.parse(plain.body.toString()).events).toHaveLength(40);
    },
  );

  it('of a list is compressed as well', async () => {
    const { headers, body } = await get('transactions', 'gzip');
    expect(headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(body).toString()).data).toHaveLength(40);
  });
});

describe('what is not compressed', () => {
  it('is a small answer', async () => {
    expect((await get('health', 'gzip')).headers['content-encoding']).toBeUndefined();
    expect((await get('transactions/nothing', 'br')).headers['content-encoding']).toBeUndefined();
  });

  it('is the live stream, whose events must not wait for more', async () => {
    const headers = { authorization: `Bearer ${key}`, 'accept-encoding': 'gzip, br' };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = request(`${system.apiUrl}/v1/transactions/sync/live`, { headers }, resolve).on('error', reject);
    sent.end();
    const response = await promise;
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.headers['content-type']).toMatch(/^text\/event-stream/);
    sent.destroy();
  });

  it('is a body that a client sends: it is refused instead of unpacked', async () => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    };
    const response = await fetch(`${system.apiUrl}/v1/entities`, { method: 'POST', headers, body: '{}' });
    expect([400, 415]).toContain(response.status);
  });
});
