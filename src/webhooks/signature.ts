import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Headers by which a receiver can tell that a delivery is ours, in both schemes. */
export interface SignatureHeaders {
  readonly 'Waycore-Signature': string;
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** A secret, ready to sign: making keys of it takes longer than signing. */
export interface SigningKeys {
  /** Its whole text. */
  readonly waycore: KeyObject;
  /** The bytes that its base64 part stands for. */
  readonly standard: KeyObject;
}

/** Keys of a secret of the form `whsec_<base64>`. */
export function createSigningKeys(secret: string): SigningKeys {
  return {
    waycore: createSecretKey(Buffer.from(secret)),
    standard: createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64')),
  };
}

/** Signs a delivery with every secret in force, in both schemes. `eventId` is the public one. */
export function signDelivery(
  { eventId, timestamp, body }: { readonly eventId: string; readonly timestamp: number; readonly body: string },
  keys: readonly SigningKeys[],
): SignatureHeaders {
  const message = `${timestamp}.${body}`;
  return {
    'Waycore-Signature': [
      `t=${timestamp}`,
      ...keys.map(({ waycore }) => `v1=${createHmac('sha256', waycore).update(message).digest('hex')}`),
    ].join(','),
    'webhook-id': eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys
      .map(({ standard }) => `v1,${createHmac('sha256', standard).update(`${eventId}.${message}`).digest('base64')}`)
      .join(' '),
  };
}
