import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAwsKmsKey } from './aws-kms-key.ts';
import { openBytes, sealBytes } from './sealed-bytes.ts';
import { VaultError } from './vault-error.ts';

const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER = 'arn:aws:kms:eu-central-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab';

interface Call {
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

let server: Server;
let calls: Call[];
let nowMs: number;

/** The two operations of AWS KMS that are used, in the service's own protocol, with keys that are made of their ARNs. */
beforeEach(async () => {
  calls = [];
  nowMs = 1_000_000;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      calls.push({ target: String(request.headers['x-amz-target']), body });
      const [status, answer] = answerCall(calls.at(-1) as Call); // Pushed on the line before.
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // The SDK's own settings; there is none of ours.
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', `http://127.0.0.1:${(server.address() as AddressInfo).port}`); // It listens on a port.
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answerCall({ target, body }: Call): [number, object] {
  const keyOf = (arn: unknown) => createHash('sha256').update(String(arn)).digest();
  const context = JSON.stringify(body.EncryptionContext);
  const bytesOf = (text: unknown) => Buffer.from(String(text), 'base64');
  try {
    if (target === 'TrentService.Encrypt') {
      const sealed = sealBytes(keyOf(body.KeyId), bytesOf(body.Plaintext), context);
      return [200, { KeyId: body.KeyId, CiphertextBlob: Buffer.from(sealed).toString('base64') }];
    }
    const key = openBytes(keyOf(body.KeyId), bytesOf(body.CiphertextBlob), context);
    return [200, { KeyId: body.KeyId, Plaintext: Buffer.from(key).toString('base64') }];
  } catch (cause) {
    if (!(cause instanceof VaultError)) throw cause;
    return [400, { __type: 'InvalidCiphertextException' }];
  }
}

const targets = () => calls.map(({ target }) => target);

it('wraps and unwraps keys at the service, which alone knows the master key', async () => {
  const master = createAwsKmsKey(ARN, () => nowMs);
  const key = randomBytes(32);
  const wrapped = await master.wrap(key);
  expect(Buffer.from(wrapped).includes(key)).toBe(false);
  expect(Buffer.from(await createAwsKmsKey(ARN, () => nowMs).unwrap(wrapped))).toEqual(key);
  expect(calls.map(({ body }) => [body.KeyId, body.EncryptionContext])).toEqual([
    [ARN, { application: 'causeway' }],
    [ARN, { application: 'causeway' }],
  ]);
  expect([master.owns(wrapped), createAwsKmsKey(OTHER, () => nowMs).owns(wrapped)]).toEqual([true, false]);
  expect(master.derive('anything')).toBeNull();
});

it('asks the service once for a key that is used again within five minutes', async () => {
  const master = createAwsKmsKey(ARN, () => nowMs);
  const key = randomBytes(32);
  const wrapped = await master.wrap(key);
  // Whoever was given the key overwrites it after use.
  for (let use = 0; use < 3; use += 1) {
    const unwrapped = await master.unwrap(wrapped);
    expect(Buffer.from(unwrapped)).toEqual(key);
    unwrapped.fill(0);
  }
  expect(targets()).toEqual(['TrentService.Encrypt', 'TrentService.Decrypt']);
  nowMs += 300_001;
  await master.unwrap(wrapped);
  expect(targets()).toHaveLength(3);
});

it('says of a changed key that it was changed', async () => {
  const master = createAwsKmsKey(ARN, () => nowMs);
  const wrapped = Buffer.from(await master.wrap(randomBytes(32)));
  wrapped[wrapped.length - 1] = (wrapped.at(-1) ?? 0) ^ 1;
  await expect(master.unwrap(wrapped)).rejects.toMatchObject({ name: 'VaultError', code: 'tampered' });
});

it('leaves a service that cannot be asked as what it is', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  await expect(createAwsKmsKey(ARN, () => nowMs).wrap(randomBytes(32))).rejects.not.toThrow(VaultError);
});
