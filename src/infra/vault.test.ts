import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { envKeyProvider, fileKeyProvider, MasterKeyError } from './key-provider.ts';
import { createVault } from './vault.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const newKey = () => randomBytes(32).toString('base64');
const vaultOf = (value: string) => createVault({ keyProvider: envKeyProvider({ value, name: 'MASTER_KEY' }) });
const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('a vault', () => {
  it('opens what it sealed, whatever the bytes and the place', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedDataKey();
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
    const dataKey = await vault.newWrappedDataKey();
    const sealed = await vault.seal(dataKey, bytes('secret'), 'connection 1');
    await expect(vault.open(dataKey, sealed, 'connection 2')).rejects.toMatchObject({ code: 'tampered' });
  });

  it('does not open a value of which any bit was changed', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedDataKey();
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
    const sealed = await vault.seal(await vault.newWrappedDataKey(), bytes('secret'), 'here');
    await expect(vault.open(await vault.newWrappedDataKey(), sealed, 'here')).rejects.toMatchObject({
      code: 'tampered',
    });
  });

  it('reveals nothing without the master key, and says which key is missing', async () => {
    const dataKey = await vaultOf(newKey()).newWrappedDataKey();
    await expect(vaultOf(newKey()).seal(dataKey, bytes('x'), 'here')).rejects.toMatchObject({
      code: 'unknown-master-key',
    });
  });

  it('never seals the same text to the same bytes', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedDataKey();
    const [first, second] = [await vault.seal(dataKey, bytes('x'), 'a'), await vault.seal(dataKey, bytes('x'), 'a')];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
  });

  it('goes on opening values after their data key was wrapped anew', async () => {
    const vault = vaultOf(newKey());
    const dataKey = await vault.newWrappedDataKey();
    const sealed = await vault.seal(dataKey, bytes('secret'), 'here');
    const rewrapped = await vault.rewrapDataKey(dataKey);
    expect(Buffer.from(rewrapped).equals(Buffer.from(dataKey))).toBe(false);
    expect(Buffer.from(await vault.open(rewrapped, sealed, 'here')).toString()).toBe('secret');
  });

  it('derives a stable key for each purpose', async () => {
    const master = newKey();
    const first = await vaultOf(master).deriveKey('cursor tags');
    expect(first).toHaveLength(32);
    expect(await vaultOf(master).deriveKey('cursor tags')).toEqual(first);
    expect(await vaultOf(master).deriveKey('api keys')).not.toEqual(first);
    expect(await vaultOf(newKey()).deriveKey('cursor tags')).not.toEqual(first);
  });
});

describe('the master key', () => {
  let dataDir: string;
  const keyFile = () => join(dataDir, 'master.key');
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'causeway-vault-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made once, for its owner only, and stays the same', async () => {
    const first = await fileKeyProvider({ dataDir }).deriveKey('x');
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['master.key']);
    expect(await fileKeyProvider({ dataDir }).deriveKey('x')).toEqual(first);
  });

  it('is refused when others may read it or when it is not a key', () => {
    fileKeyProvider({ dataDir });
    chmodSync(keyFile(), 0o644);
    expect(() => fileKeyProvider({ dataDir })).toThrow(MasterKeyError);
    chmodSync(keyFile(), 0o600);
    writeFileSync(keyFile(), 'short');
    expect(() => fileKeyProvider({ dataDir })).toThrow(MasterKeyError);
  });

  it('is refused from a variable by the name of the variable, without its value', () => {
    const value = randomBytes(16).toString('base64');
    expect(() => envKeyProvider({ value, name: 'MASTER_KEY' })).toThrow('MASTER_KEY');
    expect(() => envKeyProvider({ value, name: 'MASTER_KEY' })).not.toThrow(value);
  });

  it('shows in no dump of the objects that use it', () => {
    const keyProvider = fileKeyProvider({ dataDir });
    const key = readFileSync(keyFile(), 'utf8').trim();
    const dump =
      inspect([keyProvider, createVault({ keyProvider })], { depth: 9, showHidden: true }) +
      JSON.stringify(keyProvider);
    expect(dump).not.toContain(key);
    expect(dump).not.toContain(Buffer.from(key, 'base64').toString('hex').slice(0, 12));
  });
});
