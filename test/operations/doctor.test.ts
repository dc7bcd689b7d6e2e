import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRoleFault } from '../../src/composition/database-sessions.ts';
import { diagnose } from '../../src/composition/diagnosis.ts';
import { checkDataFolder } from '../../src/doctor/data-folder.ts';
import { checkDatabase } from '../../src/doctor/database.ts';
import { CHECKS, type CheckName, type Finding } from '../../src/doctor/finding.ts';
import { checkDisk, checkNode, readDiskSpace } from '../../src/doctor/machine.ts';
import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { startMailServer } from '../../src/infra/inbound/mail-server.ts';
import { startSmsServer } from '../../src/infra/inbound/sms-server.ts';
import { silentLog } from '../../src/infra/log.ts';
import { startMetricsServer } from '../../src/infra/metrics/metrics-server.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { stockTenant } from '../support/records/stocked-tenant.ts';
import { ROOT } from '../support/root.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let folder: string;
let system: RunningSystem;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-doctor-'));
  system = await startSystem({ worker: false });
  const { installation } = system;
  const organization = await system.createOrganization();
  const { account } = await stockTenant(installation.commands, organization.id, 'live');
  // Everything that was sealed opens, and what rows refer to is there.
  const tenant = { organizationId: organization.id, environment: 'live' } as const;
  const { sql } = installation;
  const [webhook] = await sql<{ id: string }[]>`select id from webhooks`;
  const secret = await installation.credentials.seal(tenant, webhook?.id ?? '', 'whsec_c2VjcmV0');
  await sql`update webhooks set secret = ${Buffer.from(secret)}, url = 'http://127.0.0.1:1/hooks'`;
  await sql`delete from statements`;
  const stored = await installation.evidence.put(Buffer.from('what a bank sent'), { maxBytes: 100 });
  await sql`insert into evidence (organization_id, id, connection_id, sync_run_id, kind, sha256, size_bytes, media_type,
      observed_at) values (${organization.id}, gen_random_uuid(), ${account.connectionId}, gen_random_uuid(), 'api',
      ${stored.sha256}, ${BigInt(stored.sizeBytes)}, 'text/plain', now())`;
  await sql`update connections set error_code = null, next_sync_at = null`;
  await sql`delete from quarantined_files`;
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

const settings = (changes: Readonly<Record<string, string>> = {}) => ({
  DATABASE_URL: system.database.url,
  CAUSEWAY_DATA_DIR: system.dataDir,
  CAUSEWAY_PORT: new URL(system.apiUrl).port,
  CAUSEWAY_INSTITUTIONS_DIR: join(ROOT, 'institutions'),
  ...changes,
});
const look = (changes: Readonly<Record<string, string>> = {}, options: { full?: boolean; browser?: boolean } = {}) =>
  diagnose(settings(changes), folder, { full: options.full === true, browser: options.browser === true });

/** What a check says that found something. */
async function complaintOf(check: CheckName, looked: Promise<readonly Finding[]>): Promise<Finding> {
  const found = (await looked).filter((each) => each.check === check && each.level !== 'ok');
  expect(found).toHaveLength(1);
  const [finding] = found;
  if (finding === undefined) throw new Error(`${check} found nothing`);
  // A fix is what somebody can do.
  expect(finding.fix).toMatch(/\w{3}/);
  return finding;
}

function definitionOf(id: string, connector: string): string {
  return `id: ${id}
name: Some Bank
environment: live
connector: ${connector}
sourceIds: none
pendingWindowDays: 10
latenessDays: 10
historyDays: 90
rhythm: { everyMinutes: 60, jitterMinutes: 0 }
`;
}

/** Breaks something in the database, looks, and mends it. */
async function whileBroken(harm: string, mend: string, looked: () => Promise<void>): Promise<void> {
  await system.database.sql.unsafe(harm);
  try {
    await looked();
  } finally {
    await system.database.sql.unsafe(mend);
  }
}

async function withOwner<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openDatabase({ url, maxConnections: 1, applicationName: 'doctor test', log: silentLog });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('the doctor', () => {
  it('finds nothing where nothing is wrong, but for the test server that keeps nothing on the disk', async () => {
    const findings = await look();
    expect(findings.filter(({ level }) => level !== 'ok').map(({ check }) => check)).toEqual(['durability']);
    const { message } = await complaintOf('durability', Promise.resolve(findings));
    expect(message).toContain('fsync and full_page_writes and synchronous_commit of PostgreSQL are off');
    const names = new Set(findings.map(({ check }) => check));
    // The browser was not asked for.
    expect(CHECKS.filter((check) => !names.has(check))).toEqual(['browser']);
  });

  it('changes nothing in the database', async () => {
    // Not by the server's counts of writes: sessions that are idle add theirs when they come to it.
    const { sql } = system.database;
    const state = async () => ({
      ...(await takeWholeState(sql, system.dataDir)),
      // Not even rewritten with what it held before.
      versions: await sql`select xmin::text as version from purpose_keys order by 1`,
    });
    const before = await state();
    await look();
    expect(await state()).toEqual(before);
  });

  it('names misspelt and unusable settings, with the name that is meant', async () => {
    const findings = await look({ CAUSEWAY_PROT: '1', CAUSEWAY_LOG_LEVEL: 'loud', CAUSEWAY_NONSENSE_OF_SOMEBODY: '1' });
    const messages = findings.filter(({ level }) => level === 'problem').map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringContaining('CAUSEWAY_LOG_LEVEL must be one of'),
      'CAUSEWAY_PROT is no setting of Causeway. Is CAUSEWAY_PORT meant? Else remove it.',
      'CAUSEWAY_NONSENSE_OF_SOMEBODY is no setting of Causeway. Correct its name or remove it.',
    ]);
    expect((await complaintOf('settings', look({ CAUSEWAY_WEBHOOK_LOOPBACK: 'true' }))).level).toBe('warning');
    const behindProxy = { CAUSEWAY_PUBLIC_URL: 'https://causeway.example' };
    expect((await complaintOf('settings', look(behindProxy))).fix).toContain('CAUSEWAY_TRUSTED_PROXIES');
  });

  describe('of the definitions of institutions', () => {
    const settled = '{ name: http-export, settings: { exportUrl: "https://bank.example" } }';
    const define = async (name: string, connector: string) => {
      const definitions = await mkdtemp(join(folder, 'institutions-'));
      // That of the connection that is there, and one more.
      for (const file of ['schema.json', 'harbor-demo-bank.yaml'])
        await copyFile(join(ROOT, 'institutions', file), join(definitions, file));
      await writeFile(join(definitions, `${name}.yaml`), definitionOf(name, connector));
      return { CAUSEWAY_INSTITUTIONS_DIR: definitions };
    };

    it.each([
      ['connector', '{ name: http-exprt }', 'connector.name must be one of http-export, portal; it is "http-exprt"'],
      [
        'recipe',
        '{ name: portal, settings: { portalUrl: "https://bank.example/", recipe: harbour-demo } }',
        /connector\.settings\.recipe must be one of .*harbor-demo.*; it is "harbour-demo"/,
      ],
      [
        'address of a portal',
        '{ name: portal, settings: { portalUrl: bank.example, recipe: harbor-demo } }',
        'connector.settings.portalUrl must be a complete address; it is "bank.example"',
      ],
      [
        'address of an export',
        '{ name: http-export }',
        'connector.settings.exportUrl must be a complete address; it is missing',
      ],
    ])('finds a %s that this installation does not have', async (_what, connector, said) => {
      const { level, message, fix } = await complaintOf('institutions', look(await define('some-bank', connector)));
      expect([level, message]).toEqual(['warning', expect.stringMatching(said)]);
      expect(message).toMatch(/^some-bank\.yaml: /);
      expect(fix).toContain('connector.');
    });

    it('finds one that cannot be used with its file, and looks at everything else all the same', async () => {
      const definitions = await define('some-bank', '{ nam: portal }');
      const findings = await look(definitions);
      const found = findings.filter(({ check }) => check === 'institutions');
      expect(found.map(({ level, message }) => [level, message])).toEqual([
        ['problem', expect.stringContaining("some-bank.yaml: connector must have required property 'name'")],
        ['problem', expect.stringContaining('some-bank.yaml: connector must not have the property nam')],
      ]);
      for (const { fix } of found) expect(fix).toContain('docs/connectors/institution-definitions.md');
      expect(findings.map(({ check }) => check)).toContain('master-key');
    });

    it('finds a schema that is not that of this release', async () => {
      const older = await define('some-bank', settled);
      expect((await look(older)).filter(({ check }) => check === 'institutions')).toMatchObject([{ level: 'ok' }]);
      await writeFile(join(older.CAUSEWAY_INSTITUTIONS_DIR, 'schema.json'), '{ "type": "object" }');
      const { level, fix } = await complaintOf('institutions', look(older));
      expect([level, fix]).toEqual(['warning', expect.stringContaining('institutions/schema.json')]);
    });

    it('finds one that connections need and that is gone, unless they were revoked', async () => {
      const definitions = await define('some-bank', settled);
      await rm(join(definitions.CAUSEWAY_INSTITUTIONS_DIR, 'harbor-demo-bank.yaml'));
      expect(await complaintOf('institutions', look(definitions))).toMatchObject({
        level: 'warning',
        message: expect.stringContaining('the institution harbor-demo-bank, to which 1 connection belongs'),
        fix: expect.stringContaining(`Put harbor-demo-bank.yaml back into ${definitions.CAUSEWAY_INSTITUTIONS_DIR}`),
      });
      const revoked = `update connections set status = 'revoked'`;
      await whileBroken(revoked, `update connections set status = 'active'`, async () =>
        expect((await look(definitions)).filter(({ check }) => check === 'institutions')).toMatchObject([
          { level: 'ok' },
        ]),
      );
    });

    it('finds a folder that is not there, and a file whose name keeps it from being read', async () => {
      const nowhere = { CAUSEWAY_INSTITUTIONS_DIR: join(folder, 'no-institutions') };
      const { level, message, fix } = await complaintOf('institutions', look(nowhere));
      expect([level, message]).toEqual(['problem', expect.stringContaining('There is no /')]);
      expect(fix).toContain('CAUSEWAY_INSTITUTIONS_DIR');
      const overlooked = await define('some-bank', settled);
      await writeFile(join(overlooked.CAUSEWAY_INSTITUTIONS_DIR, 'other-bank.yml'), '');
      expect(await complaintOf('institutions', look(overlooked))).toMatchObject({
        level: 'warning',
        message: expect.stringContaining('other-bank.yml is not read'),
      });
    });
  });

  it('finds an old Node and a disk that is full, or is so soon', async () => {
    expect(checkNode('20.19.0')).toMatchObject({ level: 'problem', fix: expect.stringContaining('22.18') });
    expect(checkNode('22.18.0').level).toBe('ok');
    const real = await readDiskSpace(folder);
    expect(real.totalBytes).toBeGreaterThan(real.freeBytes);
    const GIB = 2 ** 30;
    expect(checkDisk({ freeBytes: 0.1 * GIB, totalBytes: 100 * GIB }).level).toBe('problem');
    expect(checkDisk({ freeBytes: 4 * GIB, totalBytes: 100 * GIB }).level).toBe('warning');
    expect(checkDisk({ freeBytes: 4 * GIB, totalBytes: 8 * GIB }).level).toBe('ok');
  });

  it('finds a data folder that is none, and a key file that others may read', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const none = await look({ CAUSEWAY_DATA_DIR: file });
    expect((await complaintOf('data-folder', Promise.resolve(none))).message).toContain('no folder');
    // What lies in it would be taken for missing.
    expect(none.map(({ check }) => check)).not.toContain('master-key');
    const key = join(system.dataDir, 'master.key');
    await chmod(key, 0o644);
    const findings = look();
    expect((await complaintOf('data-folder', findings)).fix).toBe(`Run "chmod 600 ${key}".`);
    expect((await complaintOf('master-key', findings)).level).toBe('problem');
    await chmod(key, 0o600);
  });

  it('finds a data folder that this user may not write', async () => {
    // Nothing is closed to root, as whom tests may run.
    const { findings, isUsable } = await checkDataFolder(folder, async () => false);
    expect(isUsable).toBe(false);
    expect(findings[0]).toMatchObject({ level: 'problem', fix: expect.stringContaining('chown -R') });
  });

  it('finds a database that does not answer, and never shows its password', async () => {
    const nowhere = 'postgres://someone:canary-password@127.0.0.1:1/causeway';
    const finding = await complaintOf('database', look({ DATABASE_URL: nowhere }));
    expect(finding.fix).toContain('DATABASE_URL');
    expect(JSON.stringify(finding)).not.toContain('canary-password');
  });

  it('finds a wrong password of the database', async () => {
    const url = new URL(system.database.url);
    url.password = 'canary-password';
    const finding = await complaintOf('database', look({ DATABASE_URL: url.href }));
    expect(finding.message).toContain('password authentication failed');
    expect(finding.fix).toContain('DATABASE_URL');
    expect(JSON.stringify(finding)).not.toContain('canary-password');
  });

  it('finds roles that are missing where none can be made, and one that may do too much', async () => {
    const { sql, url } = system.database;
    const owner = `doctor_owner_${process.pid}`;
    const database = new URL(url).pathname.slice(1);
    const harm = `create role ${owner} login password 'x'; grant create on database "${database}" to ${owner};
      grant create on schema public to ${owner}`;
    const as = new URL(url);
    as.username = owner;
    as.password = 'x';
    const faultOf = (settings: { readonly password: string | null } = { password: null }) =>
      withOwner(as.href, (owned) =>
        findRoleFault(owned, as.href, { databasePool: 2, databaseRolePassword: settings.password }, silentLog),
      );
    await whileBroken(harm, `drop owned by ${owner}; drop role ${owner}`, async () => {
      expect(await faultOf()).toMatchObject({ code: 'may-not-create', fix: expect.stringContaining('create role') });
      for (const name of ['tenant', 'service']) await sql.unsafe(`create role ${owner}_${name} login password 'y'`);
      expect(await faultOf()).toMatchObject({ code: 'no-login', fix: expect.stringContaining('ROLE_PASSWORD') });
      expect(await faultOf({ password: 'y' })).toBeNull();
      await sql.unsafe(`alter role ${owner}_service createdb`);
      expect(await faultOf({ password: 'y' })).toMatchObject({ code: 'too-powerful' });
      for (const name of ['tenant', 'service']) await sql.unsafe(`drop role ${owner}_${name}`);
    });
  });

  it('finds a role that does not own the tables', async () => {
    const role = `doctor_${process.pid}`;
    await whileBroken(`create role ${role} login password 'x'`, `drop role ${role}`, async () => {
      const url = new URL(system.database.url);
      url.username = role;
      url.password = 'x';
      const { message } = await complaintOf('database', look({ DATABASE_URL: url.href }));
      expect(message).toMatch(/does not own \d+ of the tables/);
    });
  });

  it('finds clocks that are apart', async () => {
    const later = { databasePool: 2, nowMs: () => Date.now() + 3_600_000 };
    const { message } = await complaintOf('clock', checkDatabase(system.database.sql, later));
    // What the server takes to answer is taken off, and may be some seconds.
    expect(message).toMatch(/(35[5-9]\d|3600) seconds apart/);
  });

  it('finds a database of an older and of a newer release', async () => {
    const last = `(select max(number) from causeway_migrations)`;
    await whileBroken(
      `create table doctor_kept as select * from causeway_migrations where number = ${last};
        delete from causeway_migrations where number = ${last}`,
      'insert into causeway_migrations select * from doctor_kept; drop table doctor_kept',
      async () => expect((await complaintOf('migrations', look())).level).toBe('warning'),
    );
    await whileBroken(
      `insert into causeway_migrations values (999999, '999999_later.sql', 'x')`,
      'delete from causeway_migrations where number = 999999',
      async () => expect(await complaintOf('migrations', look())).toMatchObject({ level: 'problem' }),
    );
  });

  it('finds another master key, and that there is none', async () => {
    const other = Buffer.alloc(32, 7).toString('base64');
    expect((await complaintOf('master-key', look({ CAUSEWAY_MASTER_KEY: other }))).message).toMatch(/\d+ of \d+ keys/);
    const key = join(system.dataDir, 'master.key');
    await rename(key, `${key}.aside`);
    expect((await complaintOf('master-key', look())).message).toContain('is missing');
    expect(await readdir(system.dataDir)).not.toContain('master.key');
    await rename(`${key}.aside`, key);
  });

  it('finds evidence that is missing, and in full also what is damaged', async () => {
    const root = join(system.dataDir, 'evidence');
    const [file] = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const path = join(file?.parentPath ?? '', file?.name ?? '');
    await rename(path, `${path}.aside`);
    expect((await complaintOf('evidence', look())).message).toContain('1 are missing');
    await writeFile(path, 'other bytes');
    expect((await look()).find(({ check }) => check === 'evidence')?.level).toBe('ok');
    expect((await complaintOf('evidence', look({}, { full: true }))).message).toContain('1 have other bytes');
    await rename(`${path}.aside`, path);
  });

  it('finds a port that another program has, and an address that is none of this machine', async () => {
    const foreign = createServer((_, response) => response.end('something else')).listen(0, '127.0.0.1');
    await once(foreign, 'listening');
    // It listens on TCP, so its address has this form.
    const { port } = foreign.address() as AddressInfo;
    const { message } = await complaintOf('ports', look({ CAUSEWAY_PORT: String(port) }));
    expect(message).toContain(`port ${port} of 127.0.0.1 is in use by another program`);
    // Also beside the service.
    for (const beside of [
      { CAUSEWAY_METRICS_PORT: String(port) },
      { CAUSEWAY_MAIL_DOMAIN: 'mail.example', CAUSEWAY_MAIL_PORT: String(port) },
      { CAUSEWAY_SMS_SECRET: 'a'.repeat(40), CAUSEWAY_SMS_NUMBERS: '+15550100', CAUSEWAY_SMS_PORT: String(port) },
    ])
      expect((await complaintOf('ports', look(beside))).message).toContain('in use by another program');
    // Where the service does not run, the port of its mail server is another program's, too.
    const mail = { CAUSEWAY_PORT: '0', CAUSEWAY_MAIL_DOMAIN: 'mail.example', CAUSEWAY_MAIL_PORT: String(port) };
    expect((await complaintOf('ports', look(mail))).fix).toContain('CAUSEWAY_MAIL_PORT');
    foreign.close();
    expect((await complaintOf('ports', look({ CAUSEWAY_HOST: '192.0.2.1' }))).message).toContain('no address of this');
  });

  it('knows the ports of the running service for its own', async () => {
    const port = 0;
    const host = '127.0.0.1';
    const log = silentLog;
    const metrics = await startMetricsServer({
      ...{ host, port, log, contentType: 'text/plain' },
      render: async () => 'causeway_connections 0',
    });
    const mail = await startMailServer({
      ...{ host, port, log, domain: 'mail.example' },
      hasMailbox: async () => false,
      deliver: async () => undefined,
    });
    const sms = await startSmsServer({ ...{ host, port, log, secret: 'secret' }, deliver: async () => undefined });
    const found = await look({
      CAUSEWAY_METRICS_PORT: String(metrics.port),
      CAUSEWAY_MAIL_DOMAIN: 'mail.example',
      CAUSEWAY_MAIL_PORT: String(mail.port),
      CAUSEWAY_SMS_SECRET: 'a'.repeat(40),
      CAUSEWAY_SMS_NUMBERS: '+15550100',
      CAUSEWAY_SMS_PORT: String(sms.port),
    });
    for (const server of [metrics, mail, sms]) await server.stop();
    const ports = found.filter(({ check }) => check === 'ports');
    expect(ports.map(({ message }) => message.replace(/: .* is/, ' is'))).toEqual(
      ['API', 'metrics', 'mail', 'text messages'].map((name) => `${name} is in use, by a server of Causeway.`),
    );
  });

  it('finds that no browser starts', async () => {
    const looked = look({ CAUSEWAY_BROWSER_PATH: '/bin/false' }, { browser: true });
    expect((await complaintOf('browser', looked)).message).toContain('/bin/false');
  });

  it.each([
    ['webhooks', 'update webhooks set active = false', 'update webhooks set active = true', 'switched off'],
    [
      'webhooks',
      'update webhooks set failing_since = now(), last_failed_at = now()',
      'update webhooks set failing_since = null, last_failed_at = null',
      'fails at present',
    ],
    [
      'webhooks',
      `update webhooks set url = 'https://receiver.invalid/hooks'`,
      `update webhooks set url = 'http://127.0.0.1:1/hooks'`,
      'can be resolved',
    ],
    [
      'connections',
      `update connections set status = 'errored', error_code = 'bank_unavailable'`,
      `update connections set status = 'active', error_code = null`,
      'errored with bank_unavailable',
    ],
    [
      'connections',
      `update connections set status = 'pendingActivation', error_code = 'portal_changed'`,
      `update connections set status = 'active', error_code = null`,
      'pendingActivation with portal_changed',
    ],
    [
      'connections',
      `update connections set error_code = 'no_connector'`,
      'update connections set error_code = null',
      'active with no_connector',
    ],
    [
      'schedule',
      `update connections set next_sync_at = now() - interval '1 hour'`,
      'update connections set next_sync_at = null',
      'due for 60 minutes',
    ],
    [
      'jobs',
      `select graphile_worker.add_job('sync-connection', '{}'::json, job_key => 'doctor');
        update graphile_worker._private_jobs set attempts = max_attempts where key = 'doctor'`,
      `delete from graphile_worker._private_jobs where key = 'doctor'`,
      'failed as often as a job may',
    ],
    [
      'balance-proof',
      `update accounts set proof_state = 'broken', alarm_raised_at = now()`,
      `update accounts set proof_state = 'unproven', alarm_raised_at = null`,
      'do not add up',
    ],
  ] as const)('finds trouble of %s: %s', async (check, harm, mend, said) => {
    await whileBroken(harm, mend, async () => {
      expect((await complaintOf(check, look())).message).toContain(said);
    });
    expect((await look()).filter((each) => each.check === check && each.level !== 'ok')).toEqual([]);
  });

  it.each(['null', `'no_connector'`])(
    'takes an activation that waits with the fault %s as what it is',
    async (fault) => {
      const waiting = `update connections set status = 'pendingActivation', error_code = ${fault}`;
      await whileBroken(waiting, `update connections set status = 'active', error_code = null`, async () =>
        expect((await look()).find(({ check }) => check === 'connections')?.level).toBe('ok'),
      );
    },
  );

  it('finds files in quarantine', async () => {
    const copy = `insert into quarantined_files (organization_id, id, environment, connection_id, status, origin,
        file_size_bytes, file_sha256, problems, knowledge, received_at, sync_run_id)
      select organization_id, gen_random_uuid(), 'live', connection_id, 'open', 'upload', 1, 'x', '[]', '{}', now(), id
      from sync_runs limit 1`;
    await whileBroken(copy, 'delete from quarantined_files', async () =>
      expect((await complaintOf('quarantine', look())).message).toContain('1 file waits'),
    );
  });
});
