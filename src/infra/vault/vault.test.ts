import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyFile } from './key-file.ts';
import { createKnownKey, decodeMasterKey, MasterKeyError } from './known-key.ts';
import { createKeyRing } from './master-key.ts';
import { createVault } from './vault.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const newKey = () => randomBytes(32);
const ringOf = (current: Uint8Array, ...older: Uint8Array[]) =>
  createKeyRing(createKnownKey(current), older.map(createKnownKey));
const vaultOf = (current: Uint8Array, ...older: Uint8Array[]) => createVault({ keyRing: ringOf(current, ...older) });
const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('a vault', () => {
  it('opens what it sealed, whatever the bytes and the place', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedKey();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }), async (plaintext, aad) => {
        const sealed = await vault.seal(dataKey, plaintext, aad);
        expect(Buffer.from(await vault.open(dataKey, sealed, aad))).toEqual(Buffer.from(plaintext));
      }),
      { numRuns: 60 },
    );
  });

  it('does not open a value at another place', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedKey();
    const sealed = await vault.seal(dataKey, bytes('secret'), 'connection 1');
    await expect(vault.open(dataKey, sealed, 'connection 2')).rejects.toMatchObject({ code: 'tampered' });
  });

  it('does not open a value of which any bit was changed', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedKey();
    const sealed = await vault.seal(dataKey, bytes('secret'), 'here');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(vault.open(dataKey, changed, 'here')).rejects.toMatchObject({ name: 'VaultError' });
    }
    for (const cut of [0, 1, 13, 28, sealed.length - 1]) {
      await expect(vault.open(dataKey, sealed.subarray(0, cut), 'here')).rejects.toMatchObject({ name: 'VaultError' });
    }
  });

  it('does not open with the data key of another organization', async () => {
    const vault = vaultOf(newKey());
    const sealed = await vault.seal(await vault.newWrappedKey(), bytes('secret'), 'here');
    await expect(vault.open(await vault.newWrappedKey(), sealed, 'here')).rejects.toMatchObject({
      code: 'tampered',
    });
  });

  it('reveals nothing without the master key, and says which key is missing', async () => {
    const dataKey = await vaultOf(newKey()).newWrappedKey();
    await expect(vaultOf(newKey()).seal(dataKey, bytes('x'), 'here')).rejects.toMatchObject({
      code: 'unknown-master-key',
    });
  });

  it('never seals the same text to the same bytes', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedKey();
    const [first, second] = [await vault.seal(dataKey, bytes('x'), 'a'), await vault.seal(dataKey, bytes('x'), 'a')];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
  });

  it('goes on opening values while one master key follows another', async () => {
    const [first, second] = [newKey(), newKey()];
    const before = vaultOf(first);
    const dataKey = await before.newWrappedKey();
    const sealed = await before.seal(dataKey, bytes('secret'), 'here');
    const meanwhile = vaultOf(second, first);
    expect(meanwhile.isCurrent(dataKey)).toBe(false);
    expect(Buffer.from(await meanwhile.open(dataKey, sealed, 'here')).toString()).toBe('secret');
    const rewrapped = await meanwhile.rewrapKey(dataKey);
    expect(meanwhile.isCurrent(rewrapped)).toBe(true);
    const after = vaultOf(second);
    expect(Buffer.from(await after.open(rewrapped, sealed, 'here')).toString()).toBe('secret');
    await expect(after.open(dataKey, sealed, 'here')).rejects.toMatchObject({ code: 'unknown-master-key' });
    await expect(before.open(rewrapped, sealed, 'here')).rejects.toMatchObject({ code: 'unknown-master-key' });
  });

  it('wraps the key that the oldest master key gives for a purpose, the same each time', async () => {
    const [first, second] = [newKey(), newKey()];
    const keyOf = async (vault: ReturnType<typeof vaultOf>, purpose: string) =>
      Buffer.from(await vault.unwrapKey(await vault.wrapDerivedKey(purpose))).toString('hex');
    const cursors = await keyOf(vaultOf(first), 'cursor tags');
    expect(cursors).toHaveLength(64);
    expect(await keyOf(vaultOf(second, first), 'cursor tags')).toBe(cursors);
    expect(await keyOf(vaultOf(first), 'api keys')).not.toBe(cursors);
    expect(await keyOf(vaultOf(second), 'cursor tags')).not.toBe(cursors);
  });
});

describe('the key file', () => {
  let dataDir: string;
  const keyFile = () => join(dataDir, 'master.key');
  const open = () => openKeyFile({ dataDir });
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'causeway-vault-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made once, for its owner only, and stays the same', () => {
    const first = open().derive('x');
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['master.key']);
    expect(open().derive('x')).toEqual(first);
  });

  it('is refused when others may read it, when it is no key, and when it is empty', () => {
    open();
    chmodSync(keyFile(), 0o644);
    expect(open).toThrow(MasterKeyError);
    chmodSync(keyFile(), 0o600);
    writeFileSync(keyFile(), 'short');
    expect(open).toThrow('Line 1 of the master key file');
    writeFileSync(keyFile(), '\n');
    expect(open).toThrow('is empty');
  });

  it('takes a new key in front that all processes use at once, and keeps the older one until it is taken out', async () => {
    const running = open();
    const early = await running.wrap(newKey());
    const rotating = open();
    expect(rotating.addKey()).toBe(2);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    // The process that runs has heard of the new key as soon as it needs it.
    const late = await running.wrap(newKey());
    expect([rotating.isCurrent(early), rotating.isCurrent(late)]).toEqual([false, true]);
    await running.unwrap(early);
    rotating.removeOlderKeys();
    expect(readdirSync(dataDir)).toEqual(['master.key']);
    await open().unwrap(late);
    await expect(open().unwrap(early)).rejects.toMatchObject({ code: 'unknown-master-key' });
  });

  it('is heard of by a process that meets a key which another one has wrapped with a new master key', async () => {
    const running = open();
    const rotating = open();
    rotating.addKey();
    const key = newKey();
    expect(Buffer.from(await running.unwrap(await rotating.wrap(key)))).toEqual(key);
  });

  it('costs a running process nothing when it is gone for a moment', async () => {
    const running = open();
    const wrapped = await running.wrap(newKey());
    rmSync(keyFile());
    await running.unwrap(await running.wrap(newKey()));
    await running.unwrap(wrapped);
  });

  it('shows in no dump of the objects that use it', () => {
    const keyRing = open();
    const key = readFileSync(keyFile(), 'utf8').trim();
    const dump = inspect([keyRing, createVault({ keyRing })], { depth: 9, showHidden: true }) + JSON.stringify(keyRing);
    expect(dump).not.toContain(key);
    expect(dump).not.toContain(Buffer.from(key, 'base64').toString('hex').slice(0, 12));
  });
});

describe('a master key in a variable', () => {
  it('is refused by the name of the variable, without its value', () => {
    const value = randomBytes(16).toString('base64');
    expect(() => decodeMasterKey(value, 'The variable MASTER_KEY')).toThrow('The variable MASTER_KEY');
    expect(() => decodeMasterKey(value, 'The variable MASTER_KEY')).not.toThrow(value);
  });
});
