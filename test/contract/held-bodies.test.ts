import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { buildApp } from '../../src/api/app.ts';
import type { HttpBounds } from '../../src/api/limits/http-bounds.ts';
import { defineOperation } from '../../src/api/operation.ts';
import type { CoreParts } from '../../src/api/parts.ts';
import { theWholeContract } from '../support/calls/load-contract.ts';
import { createFakeParts, KEYS } from './fake-app.ts';
import { FAKE_OPERATIONS } from './fake-operations.ts';

// Clients that hold the last byte of a body back.

const BODY = JSON.stringify({ email: 'a@example.test', password: 'x' });
const SIGN_IN = '/console/api/auth/sign-in/email';
const contract = theWholeContract();

const signIn = defineOperation<'signIn', CoreParts>('signIn', {
  handle: () => ({ status: 200, body: { twoFactorRedirect: false } }),
});

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function serve(bounds: Partial<HttpBounds>, changes: Partial<CoreParts> = {}) {
  const operations = [...FAKE_OPERATIONS, signIn];
  const app = buildApp({ parts: createFakeParts(changes), contract, operations, bounds: { checkMs: 20, ...bounds } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  opened.push(app);
  const { port } = app.server.address() as AddressInfo; // A listening TCP server has such an address.
  /** Sends a request without its last byte, and waits until the server has begun with it. */
  const hold = async (text: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    opened.push({ close: () => socket.destroy() });
    const begun = once(app.server, 'request');
    socket.write(text.slice(0, -1));
    await begun;
    return socket;
  };
  return { app, hold };
}

const post = (path: string, body: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;

/** Status line and rest of the first answer. */
async function answerOn(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, 'data');
  return String(chunk);
}

it('keep nobody out: they are no work in hand, and few of one network wait', async () => {
  // They are to be held for as long as this takes.
  const { app, hold } = await serve({ maxRequestsInWork: 3, maxAnonymousBodies: 2, anonymousBodyMs: 60_000 });
  const held = [await hold(post(SIGN_IN, BODY)), await hold(post(SIGN_IN, BODY))];
  const key = `Authorization: Bearer ${KEYS.full}\r\n`;
  for (let more = 0; more < 3; more += 1) await hold(post('/v1/entities', '{"name":"x"}', key));
  expect(app.workloadFigures().requestsInWork).toBe(0);
  const refused = await answerOn(await hold(post(SIGN_IN, BODY)));
  expect(refused).toMatch(/^HTTP\/1\.1 429 /);
  expect(refused).toMatch(/"Too many requests from this network are not complete yet\. Send each at once\."/);
  const read = await app.inject({ url: '/v1/entities', headers: { authorization: `Bearer ${KEYS.full}` } });
  expect(read.statusCode).toBe(200);
  // Whoever completes theirs is answered and makes room.
  held[0]?.write('}');
  expect(await answerOn(held[0] ?? (await hold('')))).toMatch(/^HTTP\/1\.1 200 /);
  expect(app.workloadFigures()).toMatchObject({ requestsInWork: 0, shedRequests: 0 });
  held[1]?.destroy();
  const next = await hold(post(SIGN_IN, BODY));
  next.write('}');
  expect(await answerOn(next)).toMatch(/^HTTP\/1\.1 200 /);
});

it('are waited for a shorter time, and may be smaller, where nobody says who they are', async () => {
  const { app, hold } = await serve({ anonymousBodyMs: 60 });
  expect(await answerOn(await hold(post(SIGN_IN, BODY)))).toMatch(
    / 400 .*The body did not arrive within 0\.06 seconds/s,
  );
  const large = await app.inject({ method: 'POST', url: SIGN_IN, payload: { email: 'a'.repeat(8_192) } });
  expect([large.statusCode, large.json().error.code]).toEqual([413, 'payload_too_large']);
});

it('are of no use to a caller who was shut out while they came', async () => {
  let nowMs = Date.now();
  let state: 'inForce' | 'revoked' = 'inForce';
  let key: string = 'full';
  const fake = createFakeParts();
  const { hold } = await serve(
    {},
    {
      nowMs: () => nowMs,
      authenticate: (given) => fake.authenticate({ ...given, keyId: key }),
      recheckCaller: async () => state,
    },
  );
  const complete = async (change: () => void): Promise<string> => {
    const socket = await hold(
      post('/v1/entities', '{"externalEntityId":"x"}', `Authorization: Bearer ${KEYS.full}\r\n`),
    );
    change();
    socket.write('}');
    return answerOn(socket);
  };
  const late = (ms: number) => () => {
    nowMs += ms;
  };
  expect(await complete(late(1_000))).toMatch(/^HTTP\/1\.1 201 /);
  const demoted = await complete(() => {
    nowMs += 1_000;
    key = 'readonly';
  });
  expect(demoted).toMatch(/^HTTP\/1\.1 403 .*"insufficient_scope"/s);
  key = 'full';
  state = 'revoked';
  expect(await complete(late(1_000))).toMatch(/^HTTP\/1\.1 401 .*"api_key_revoked"/s);
  // One that came at once is as good as the look at its caller.
  expect(await complete(late(999))).toMatch(/^HTTP\/1\.1 201 /);
});
