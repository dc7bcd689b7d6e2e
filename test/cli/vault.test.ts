import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type VaultCount, verifyVault } from '../../src/commands/keys/verify-vault.ts';
import { SEALED_COLUMNS } from '../../src/store/keys/sealed-values.ts';
import { whileHoldingMasterKeys } from '../../src/store/keys/vault-lock.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { type CommandOutcome, runCommand } from '../support/processes/command.ts';
import { beginDemoConnection, putLogin } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let system: RunningSystem;
let organization: TestOrganization;
let connectionId: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-vault-commands-'));
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  const connection = await beginDemoConnection(organization.test, system.bankUrl, 'harbor');
  connectionId = connection.id;
  await putLogin(organization.test, connection, 'a password to be kept');
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `causeway vault …` as an operator runs it beside the service. */
function vault(command: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<CommandOutcome> {
  const env = { DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir, ...settings };
  return runCommand(['vault', ...command], { cwd: folder, env });
}

const keyFile = () => join(system.dataDir, 'master.key');
const readKeys = async (path = keyFile()) => (await readFile(path, 'utf8')).trim().split('\n');
const tenant = () => ({ organizationId: organization.id, environment: 'test' }) as const;
const readPassword = async () => (await system.installation.credentials.read(tenant(), connectionId)).password;

/** As `causeway vault verify` counts, without a process of its own. */
async function countOlder(): Promise<{ older: number; unopened: number; total: number }> {
  const counts = await verifyVault(system.installation);
  const sum = (pick: (count: VaultCount) => number) => counts.reduce((all, count) => all + pick(count), 0);
  return { total: sum(({ total }) => total), older: sum(({ older }) => older), unopened: sum((c) => c.unopened) };
}

it('a rotation changes the master key under a service that runs, and no key, cursor or login notices', async () => {
  const { nextCursor } = await organization.test.get<Schemas['TransactionSyncPage']>('syncTransactions', {});
  await copyFile(keyFile(), join(folder, 'before.key'));
  const rotated = await vault(['rotate']);
  expect(rotated).toMatchObject({ code: 0, errors: '' });
  expect(rotated.output).toMatch(/A new master key stands in the key file.*\n[1-9]\d* keys are protected by the new/);
  expect(await readKeys()).toHaveLength(2);
  expect(await countOlder()).toMatchObject({ older: 0, unopened: 0 });

  // The service was not told. It opens what it needs, and what it seals from now on is sealed under the new key.
  expect(await readPassword()).toBe('a password to be kept');
  await organization.test.get('syncTransactions', { query: { cursor: nextCursor } });
  const later = await system.createOrganization();
  await putLogin(later.test, await beginDemoConnection(later.test, system.bankUrl, 'ridgeline'), 'another');
  expect(await countOlder()).toMatchObject({ older: 0, unopened: 0 });

  const retired = await vault(['retire']);
  expect(retired.output).toBe('1 older master key was removed from the key file.\n');
  expect(await readKeys()).toHaveLength(1);
  expect(await readPassword()).toBe('a password to be kept');
  expect((await vault(['retire'])).output).toBe('There is no older master key.\n');

  // What an attacker has who got hold of the key from before: nothing.
  const [old = ''] = await readKeys(join(folder, 'before.key'));
  const refused = await vault(['verify'], { CAUSEWAY_MASTER_KEY: old });
  expect([refused.code, refused.output]).toEqual([1, '']);
  expect(refused.errors).toMatch(/^A key was wrapped with another master key than those in use\./);
});

it('an interrupted rotation is gone on with, by the key that it had made', async () => {
  const [current = ''] = await readKeys();
  const next = randomBytes(32).toString('base64');
  // Killed after it had written the file.
  await writeFile(keyFile(), `${next}\n${current}\n`);
  const before = await countOlder();
  expect(before.older).toBeGreaterThan(2);
  expect((await vault(['retire'])).errors).toMatch(/keys are still protected by an older master key\. Run/);
  // Beside another one that is under way, which could write the file at the same time.
  const keys = await readKeys();
  const wasAlone = await whileHoldingMasterKeys(system.installation.sql, async () => {
    for (const { code, output, errors } of await Promise.all([vault(['rotate']), vault(['retire'])]))
      expect([code, output, errors]).toEqual([
        1,
        '',
        expect.stringMatching(/^Another "causeway vault rotate" or .* is under way/),
      ]);
  });
  expect([wasAlone, await readKeys()]).toEqual([true, keys]);
  const gone = await vault(['rotate']);
  expect([gone.code, gone.output]).toEqual([0, expect.stringContaining('Going on with the rotation that was begun.')]);
  expect(await countOlder()).toEqual({ ...before, older: 0 });
  expect(await readPassword()).toBe('a password to be kept');
});

it('a master key that is a setting follows the one in the file, and another setting follows it', async () => {
  const file = (await readKeys()).join(',');
  const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  expect((await vault(['rotate'], { CAUSEWAY_MASTER_KEY: first })).errors).toMatch(/another master key/);
  const one = { CAUSEWAY_MASTER_KEY: first, CAUSEWAY_MASTER_KEY_PREVIOUS: file };
  expect((await vault(['rotate'], one)).output).toMatch(/^[1-9]\d* keys are protected by the new master key now; 0/);
  const alone = await vault(['rotate'], { CAUSEWAY_MASTER_KEY: first });
  expect([alone.code, alone.errors]).toEqual([1, expect.stringMatching(/^Only one master key is known\. Put the new/)]);
  expect((await vault(['retire'], { CAUSEWAY_MASTER_KEY: first })).errors).toMatch(/^The master key is a setting\./);
  const two = { CAUSEWAY_MASTER_KEY: second, CAUSEWAY_MASTER_KEY_PREVIOUS: first };
  expect((await vault(['rotate'], two)).code).toBe(0);
  expect(await vault(['verify'], { CAUSEWAY_MASTER_KEY: second })).toMatchObject({ code: 0, errors: '' });
  // And back to the file, for the tests that follow.
  const back = { CAUSEWAY_MASTER_KEY: (await readKeys())[0] ?? '', CAUSEWAY_MASTER_KEY_PREVIOUS: second };
  expect((await vault(['rotate'], back)).code).toBe(0);
  expect(await readPassword()).toBe('a password to be kept');
});

it('no other one is made where the key file of a database is missing', async () => {
  const elsewhere = join(folder, 'without-key');
  const { code, output, errors } = await vault(['verify'], { CAUSEWAY_DATA_DIR: elsewhere });
  expect([code, output]).toEqual([1, '']);
  expect(errors).toBe(
    `The master key of this database is missing: there is no ${join(elsewhere, 'master.key')}, and CAUSEWAY_MASTER_KEY is not set. Put back the key file from its safe place, or set CAUSEWAY_MASTER_KEY.\n`,
  );
  expect(await readdir(elsewhere).catch(() => [])).not.toContain('master.key');
});

it('a secret that was changed in the database is found', async () => {
  await system.installation.sql`
    update connection_credentials set ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1)
    where connection_id = ${connectionId}`;
  const { code, output, errors } = await vault(['verify']);
  expect([code, errors]).toEqual([1, expect.stringMatching(/^1 of them cannot be opened\./)]);
  expect(output).toMatch(/connection_credentials\.ciphertext +2 +0 +1/);
});

it('every column of the database that could hold a secret is looked at', async () => {
  const columns = await system.installation.sql<{ place: string }[]>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' order by 1`;
  const hashesAndKeys = [
    ...['api_keys.secret_hash', 'data_keys.wrapped', 'idempotency_keys.key_hash', 'idempotency_keys.request_hash'],
    ...['invitations.code_hash', 'purpose_keys.wrapped'],
    ...['connect_sessions.token_hash', 'member_invitations.token_hash', 'people_links.token_hash'],
    'people_sign_in_failures.subject',
  ];
  expect(columns.map(({ place }) => place).filter((place) => !hashesAndKeys.includes(place))).toEqual([
    ...SEALED_COLUMNS,
  ]);
});
