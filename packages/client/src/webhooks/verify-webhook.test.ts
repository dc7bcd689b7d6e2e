import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyWebhook } from './verify-webhook.ts';

/** The contract's own test vector, read from where it is written down. */
const CONTRACT = readFileSync(new URL('../../../../openapi/causeway.yaml', import.meta.url), 'utf8');
const find = (pattern: RegExp): string => {
  const found = pattern.exec(CONTRACT)?.[1];
  if (found === undefined) throw new Error(`the contract has no ${pattern}`);
  return found;
};
const SECRET = find(/Test vector: secret `(whsec_[^`]+)`/);
const TIME = Number(find(/Test vector: .*time `(\d+)`/));
const BODY = find(/^ +(\{"id":"evt_.*"type":"test".*\})$/m);
const EVENT_ID = find(/Test vector: .*event id `([^`]+)`/);
const WAYCORE = { 'Waycore-Signature': `t=${TIME},v1=${find(/give `v1=([0-9a-f]{64})`/)}` };
const STANDARD = {
  'webhook-id': EVENT_ID,
  'webhook-timestamp': String(TIME),
  'webhook-signature': find(/and `(v1,[^`]+=)`/),
};
const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const verify = (changes: Partial<Parameters<typeof verifyWebhook>[0]> = {}) =>
  verifyWebhook({ secrets: SECRET, headers: { ...WAYCORE, ...STANDARD }, body: BODY, nowMs: TIME * 1_000, ...changes });

describe('the contract’s test vector', () => {
  it.each([
    ['by Waycore-Signature', WAYCORE],
    ['by Standard Webhooks', STANDARD],
    ['by both', { ...WAYCORE, ...STANDARD }],
  ])('is accepted %s', async (_, headers) => {
    expect(await verify({ headers })).toEqual({ valid: true, event: JSON.parse(BODY) });
  });

  it('is accepted as bytes, and with any kind of headers', async () => {
    expect(await verify({ body: new TextEncoder().encode(BODY) })).toMatchObject({ valid: true });
    expect(await verify({ headers: new Headers(WAYCORE) })).toMatchObject({ valid: true });
    const upper = Object.fromEntries(Object.entries(STANDARD).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(await verify({ headers: upper })).toMatchObject({ valid: true });
  });

  it('is accepted by one of several secrets, while one takes over from the other', async () => {
    expect(await verify({ secrets: [OTHER_SECRET, SECRET] })).toMatchObject({ valid: true });
  });

  it('is accepted by one of several signatures', async () => {
    const zeros = '0'.repeat(64);
    const waycore = WAYCORE['Waycore-Signature'].replace(',', `,v1=${zeros},`);
    expect(await verify({ headers: { 'waycore-signature': waycore } })).toMatchObject({ valid: true });
    const standard = `v1,${'A'.repeat(43)}= v1a,unknown ${STANDARD['webhook-signature']}`;
    expect(await verify({ headers: { ...STANDARD, 'webhook-signature': standard } })).toMatchObject({ valid: true });
  });
});

describe('a delivery is refused', () => {
  it.each([
    ['wrong_signature', { body: `${BODY} ` }],
    ['wrong_signature', { body: BODY.replace('test', 'tost') }],
    ['wrong_signature', { secrets: OTHER_SECRET }],
    ['wrong_signature', { headers: { ...STANDARD, 'webhook-id': 'evt_other' } }],
    [
      'wrong_signature',
      { headers: { 'waycore-signature': `t=${TIME + 1},${WAYCORE['Waycore-Signature'].split(',')[1]}` } },
    ],
    ['stale_timestamp', { nowMs: (TIME + 301) * 1_000 }],
    ['stale_timestamp', { nowMs: (TIME - 301) * 1_000 }],
    ['stale_timestamp', { nowMs: (TIME + 11) * 1_000, toleranceSeconds: 10 }],
    ['missing_signature', { headers: {} }],
    ['malformed_signature', { headers: { 'waycore-signature': 'v1=abc' } }],
    ['malformed_signature', { headers: { 'webhook-id': EVENT_ID } }],
    ['malformed_signature', { headers: { ...STANDARD, 'webhook-signature': 'v1,short=' } }],
  ])('as %s', async (reason, changes) => {
    expect(await verify(changes)).toEqual({ valid: false, reason });
  });

  it.each(['no JSON', '[1]', 'null'])('as malformed_body when what was signed is %s', async (body) => {
    const v1 = createHmac('sha256', SECRET).update(`${TIME}.${body}`).digest('hex');
    const headers = { 'waycore-signature': `t=${TIME},v1=${v1}` };
    expect(await verify({ body, headers })).toEqual({ valid: false, reason: 'malformed_body' });
  });
});

it('is still fresh at the very edge of the tolerance', async () => {
  expect(await verify({ nowMs: (TIME + 300) * 1_000 })).toMatchObject({ valid: true });
});

it.each(['', 'secret', 'whsec_', 'whsec_abc', 'whsec_a b='])('refuses %j as a secret', async (secrets) => {
  await expect(verify({ secrets })).rejects.toThrow('whsec_<base64>');
  await expect(verify({ secrets: [] })).rejects.toThrow(TypeError);
});
