import { createHash } from 'node:crypto';
import type { MasterKey } from './master-key.ts';
import { VaultError } from './vault-error.ts';

/** How the ARN of a key of the AWS Key Management Service looks. An alias may come to mean another key, so it is none. */
export const AWS_KMS_KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

const KEY_ID_BYTES = 8;
/** Said with every call, and written into the log of the service. What is wrapped under one context opens under no other. */
const CONTEXT = { application: 'causeway' };
/** An unwrapped key is kept for this long, because the service answers in milliseconds and is paid by the call. */
const KEPT_MS = 300_000;
const MAX_KEPT = 1_000;

/**
 * A master key that never leaves AWS KMS. Region comes from the ARN, credentials from where the AWS SDK finds them. Throws
 * what the SDK throws when the service cannot be asked or refuses.
 */
export function createAwsKmsKey(arn: string, nowMs: () => number): MasterKey {
  const region = AWS_KMS_KEY_ARN.exec(arn)?.[1];
  if (region === undefined) throw new TypeError('not the ARN of a KMS key');
  const id = createHash('sha256').update(`aws-kms ${arn}`).digest().subarray(0, KEY_ID_BYTES);
  const kept = createKeptKeys(nowMs);
  // Loaded with its first use: most installations have no such key.
  const connect = once(async () => {
    const sdk = await import('@aws-sdk/client-kms');
    return { sdk, client: new sdk.KMSClient({ region }) };
  });
  return {
    owns: (wrapped) => id.equals(wrapped.subarray(0, KEY_ID_BYTES)),
    wrap: async (key) => {
      const { sdk, client } = await connect();
      const request = { KeyId: arn, Plaintext: key, EncryptionContext: CONTEXT };
      const { CiphertextBlob } = await client.send(new sdk.EncryptCommand(request));
      if (CiphertextBlob === undefined) throw new Error('AWS KMS wrapped a key and did not give it back');
      return Buffer.concat([id, CiphertextBlob]);
    },
    unwrap: async (wrapped) => {
      const known = kept.find(wrapped);
      if (known !== null) return known;
      const { sdk, client } = await connect();
      const request = { KeyId: arn, CiphertextBlob: wrapped.subarray(KEY_ID_BYTES), EncryptionContext: CONTEXT };
      try {
        const { Plaintext } = await client.send(new sdk.DecryptCommand(request));
        if (Plaintext === undefined) throw new Error('AWS KMS unwrapped a key and did not give it back');
        return kept.keep(wrapped, Plaintext);
      } catch (cause) {
        if (!(cause instanceof sdk.InvalidCiphertextException)) throw cause;
        throw new VaultError('tampered', 'AWS KMS cannot open a wrapped key: it was changed or belongs elsewhere.');
      }
    },
    derive: () => null,
  };
}

/** Unwrapped keys for a short time, each handed out as a copy that its user may overwrite. */
function createKeptKeys(nowMs: () => number) {
  const keys = new Map<string, { readonly key: Uint8Array; readonly untilMs: number }>();
  const forget = (name: string) => {
    keys.get(name)?.key.fill(0);
    keys.delete(name);
  };
  const nameOf = (wrapped: Uint8Array) => Buffer.from(wrapped).toString('base64');
  return {
    find: (wrapped: Uint8Array): Uint8Array | null => {
      const name = nameOf(wrapped);
      const found = keys.get(name);
      if (found === undefined) return null;
      if (found.untilMs > nowMs()) return Uint8Array.from(found.key);
      forget(name);
      return null;
    },
    keep: (wrapped: Uint8Array, key: Uint8Array): Uint8Array => {
      const [oldest] = keys.size >= MAX_KEPT ? keys.keys() : [];
      if (oldest !== undefined) forget(oldest);
      keys.set(nameOf(wrapped), { key: Uint8Array.from(key), untilMs: nowMs() + KEPT_MS });
      return key;
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
