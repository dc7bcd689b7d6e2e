import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSigningKeys, signDelivery } from './signature.ts';

/** The contract's own test vector, read from where it is written down. */
const CONTRACT = readFileSync(new URL('../../openapi/causeway.yaml', import.meta.url), 'utf8');
const find = (pattern: RegExp): string => {
  const found = pattern.exec(CONTRACT)?.[1];
  if (found === undefined) throw new Error(`the contract has no ${pattern}`);
  return found;
};
const delivery = {
  eventId: find(/Test vector: .*event id `([^`]+)`/),
  timestamp: Number(find(/Test vector: .*time `(\d+)`/)),
  body: find(/^ +(\{"id":"evt_.*"type":"test".*\})$/m),
};
const secret = find(/Test vector: secret `(whsec_[^`]+)`/);

it('makes the signatures of the contract’s test vector', () => {
  expect(signDelivery(delivery, [createSigningKeys(secret)])).toEqual({
    'Waycore-Signature': `t=${delivery.timestamp},v1=${find(/give `v1=([0-9a-f]{64})`/)}`,
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(delivery.timestamp),
    'webhook-signature': find(/and `(v1,[^`]+=)`/),
  });
});

it('has a signature of each secret in both schemes', () => {
  const other = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const [one, two, both] = [[secret], [other], [secret, other]].map((secrets) =>
    signDelivery(delivery, secrets.map(createSigningKeys)),
  );
  const second = two?.['Waycore-Signature'].split(',')[1];
  expect(both?.['Waycore-Signature']).toBe(`${one?.['Waycore-Signature']},${second}`);
  expect(both?.['webhook-signature']).toBe(`${one?.['webhook-signature']} ${two?.['webhook-signature']}`);
});
