import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { type ReadSms, type SmsServer, startSmsServer } from './sms-server.ts';

const SECRET = 'hush-hush-hush-hush';
const SMS = { id: '1', from: 'bank', to: '+12025550143', text: 'Your code is 123456.' };
let server: SmsServer;
let delivered: ReadSms[];
let isDown: boolean;
/** What a delivery waits for. */
let held: Promise<void>;
let onDelivery: () => void;

beforeEach(async () => {
  delivered = [];
  isDown = false;
  held = Promise.resolve();
  onDelivery = () => undefined;
  server = await startSmsServer({
    ...{ host: '127.0.0.1', port: 0, secret: SECRET, log: silentLog },
    deliver: async (sms) => {
      if (isDown) throw new Error('no database');
      onDelivery();
      await held;
      delivered.push(sms);
    },
  });
});
afterEach(() => server.stop());

async function post(body: string, changes: { headers?: Record<string, string>; path?: string; method?: string } = {}) {
  const { headers = {}, path = '/sms', method = 'POST' } = changes;
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-sms-secret': SECRET, ...headers },
    body: method === 'GET' ? null : body,
  });
  return response.status;
}

describe('the way in for text messages', () => {
  it('takes a message that comes with the secret', async () => {
    expect(await post(JSON.stringify(SMS))).toBe(204);
    expect(delivered).toEqual([{ from: SMS.from, to: SMS.to, text: SMS.text }]);
  });

  it.each(['', 'hush', `${SECRET}x`])('takes none with the secret %j', async (secret) => {
    expect(await post(JSON.stringify(SMS), { headers: { 'x-sms-secret': secret } })).toBe(401);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['no JSON', 'from=bank', 422],
    ['a list', '[]', 422],
    ['nothing', '', 422],
    ['null', 'null', 422],
    ['a text that is a number', JSON.stringify({ ...SMS, text: 123_456 }), 422],
    ['a number with a NUL', JSON.stringify({ ...SMS, to: `${SMS.to}\u0000` }), 422],
    ['a text that is too long', JSON.stringify({ ...SMS, text: 'x'.repeat(5_001) }), 422],
    ['too much', JSON.stringify({ ...SMS, more: 'x'.repeat(20_000) }), 413],
  ])('refuses %s', async (_, body, status) => {
    expect(await post(body)).toBe(status);
    expect(delivered).toEqual([]);
  });

  it('has no other paths, methods and forms', async () => {
    const body = JSON.stringify(SMS);
    expect(await post(body, { path: '/' })).toBe(404);
    expect(await post(body, { method: 'GET' })).toBe(405);
    expect(await post(body, { headers: { 'content-type': 'text/plain' } })).toBe(415);
  });

  it('asks for another try where it cannot deliver', async () => {
    isDown = true;
    expect(await post(JSON.stringify(SMS))).toBe(503);
  });

  it('stops only once the message under way is delivered and answered', async () => {
    const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    onDelivery = begun.resolve;
    held = released.promise;
    const answer = post(JSON.stringify(SMS));
    await begun.promise;
    const whenStopped = server.stop().then(() => delivered.length);
    // By the next turn a server that waits for nobody has stopped.
    await setImmediate();
    released.resolve();
    expect([await whenStopped, await answer]).toEqual([1, 204]);
    await expect(post(JSON.stringify(SMS))).rejects.toThrow();
  });
});
