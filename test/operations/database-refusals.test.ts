import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../../src/composition/diagnosis.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { runCommand } from '../support/processes/command.ts';

// A server that lets the role of DATABASE_URL in no further than to its refusal, each of which has a fix of its own.

const ROLE = `visitor_${process.pid}`;

let folder: string;
let database: TestDatabase;
let name: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-refusals-'));
  database = await createTestDatabase({ maxConnections: 1 });
  name = new URL(database.url).pathname.slice(1);
  await database.sql.unsafe(`create role ${ROLE} login password 'x'`);
});
afterAll(async () => {
  await database?.sql.unsafe(`drop role if exists ${ROLE}`);
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** What a command prints and what the doctor finds, both without more than what a person needs. */
async function hearBoth(): Promise<{ readonly command: string; readonly fix: string | null }> {
  const url = new URL(database.url);
  [url.username, url.password] = [ROLE, 'x'];
  const env = { DATABASE_URL: url.href, CAUSEWAY_DATA_DIR: folder, CAUSEWAY_PORT: '0' };
  const { errors, code } = await runCommand(['keys', 'list'], { env, timeoutMs: 50_000 });
  expect(code).toBe(1);
  expect(errors.trim().split('\n')).toHaveLength(1);
  const findings = await diagnose(env, folder, { full: false, browser: false });
  const found = findings.filter(({ check, level }) => check === 'database' && level === 'problem');
  expect(found).toHaveLength(1);
  return { command: errors, fix: found[0]?.fix ?? null };
}

/** What an administrator has done, what undoes it, and what the fix says. */
interface Harm {
  readonly what: string;
  readonly harm: () => string;
  readonly mend: () => string;
  readonly fix: () => string;
}

const HARMS: readonly Harm[] = [
  {
    what: 'has no connections left',
    harm: () => `alter role ${ROLE} connection limit 0`,
    mend: () => `alter role ${ROLE} connection limit -1`,
    fix: () => 'the "connection limit" of the role',
  },
  {
    what: 'may not connect to the database',
    harm: () => `revoke connect on database "${name}" from public`,
    mend: () => `grant connect on database "${name}" to public`,
    fix: () => `grant connect on database "${name}" to "${ROLE}"`,
  },
  {
    what: 'may not log in',
    harm: () => `alter role ${ROLE} nologin`,
    mend: () => `alter role ${ROLE} login`,
    fix: () => 'pg_hba.conf',
  },
];

it.each(HARMS)('tells a role that $what what to do about it', async ({ harm, mend, fix }) => {
  await database.sql.unsafe(harm());
  try {
    const heard = await hearBoth();
    expect(heard.fix).toContain(fix());
    expect(heard.command).toContain(heard.fix);
  } finally {
    await database.sql.unsafe(mend());
  }
});
