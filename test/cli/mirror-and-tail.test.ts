import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playScenario } from '../support/banks/bank-truth.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { startCommand } from '../support/processes/command.ts';
import { createSuggestion } from '../support/records/stocked-tenant.ts';
import {
  advanceDays,
  type DemoConnection,
  eventually,
  openDemoConnection,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

type Transaction = Schemas['Transaction'];

let system: RunningSystem;
let organization: TestOrganization;
let connection: DemoConnection;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-command-'));
  system = await startSystem();
  organization = await system.createOrganization();
  connection = await openDemoConnection(organization.test, system.bankUrl, 'ridgeline');
});
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a command with the server and key of this file. */
function start(args: readonly string[], changes: Record<string, string> = {}) {
  const env = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: organization.test.key, ...changes };
  return startCommand(args, { cwd: folder, env });
}

const run = (args: readonly string[], changes?: Record<string, string>) => start(args, changes).ended;

async function countOnServer(): Promise<number> {
  return (await organization.test.all('listTransactions')).length;
}

/** Has something happen at the bank, where nothing may happen on a day of rest, and reads it. */
async function bringNews(): Promise<void> {
  await playScenario(system.bankUrl, connection.username, { scenario: 'newTransactions', count: 3 });
  const path = { connectionId: connection.id };
  const { id } = await organization.test.get<Schemas['SyncRun']>('syncConnection', { path });
  const run = await runWhenEnded(organization.test, connection.id, id);
  expect(run.counts.added).toBeGreaterThan(0);
}

describe('causeway mirror', () => {
  it('brings an SQLite file up to date, says how much it wrote, and finds nothing the second time', async () => {
    const args = ['mirror', '--to', 'sqlite:once.sqlite', '--once', '--json'];
    const first = await run(args);
    expect(first).toMatchObject({ code: 0, errors: '' });
    const count = await countOnServer();
    expect(JSON.parse(first.output.trim().split('\n').at(-1) ?? '')).toMatchObject({ bootstraps: 1, upserts: count });
    const database = new DatabaseSync(join(folder, 'once.sqlite'), { readOnly: true });
    expect(database.prepare('select count(*) as count from transactions').get()?.count).toBe(count);
    database.close();
    expect(JSON.parse((await run(args)).output)).toMatchObject({ bootstraps: 0, upserts: 0 });
  });

  it('proves a copy in PostgreSQL with a line for each account', async () => {
    const args = ['mirror', '--to', system.database.url, '--schema', 'copy_of_all', '--verify'];
    const { code, output, errors } = await run(args);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^ACCOUNT +VERDICT +SERVER +COPY +CHECKSUM\n/);
    const [row] = await system.database.sql`select count(*)::int as count from copy_of_all.transactions`;
    expect(row?.count).toBe(await countOnServer());
    await system.database
      .sql`delete from copy_of_all.transactions where id = (select min(id) from copy_of_all.transactions)`;
    const damaged = await run(args);
    expect(damaged.code).toBe(1);
    expect(damaged.output).toContain('damaged');
    expect(damaged.errors).toBe('The copy is not proved equal. Run again with --rebuild to mend it.\n');
  });

  it('follows live until it is stopped', async () => {
    const { child, ended } = start(['mirror', '--to', 'jsonl:live.jsonl']);
    const read = async () =>
      (await readFile(join(folder, 'live.jsonl'), 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const following = (lines: string[]) => lines.at(-1)?.includes('"phase":"following"') ?? false;
    await eventually(read, following, 'the bootstrap');
    await advanceDays(organization.test, 2, connection.id);
    const count = await countOnServer();
    const held = (lines: string[]) => {
      const rows = new Set<string>();
      for (const line of lines.map((text) => JSON.parse(text)))
        if (line.put) rows.add(line.put.id);
        else if (line.drop) rows.delete(line.drop);
      return rows.size;
    };
    await eventually(read, (lines) => held(lines) === count, 'the live copy');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  it('tells in a sentence what is wrong', async () => {
    const noKey = await run(['mirror', '--to', 'sqlite:x.sqlite'], { CAUSEWAY_API_KEY: '' });
    expect(noKey).toMatchObject({ code: 2, errors: expect.stringContaining('CAUSEWAY_API_KEY must be set') });
    const badTarget = await run(['mirror', '--to', 'postgres//secret@x', '--once']);
    expect(badTarget).toMatchObject({ code: 2, errors: expect.stringContaining('It must be sqlite:FILE') });
    const badKey = await run(['mirror', '--to', 'sqlite:y.sqlite', '--once'], { CAUSEWAY_API_KEY: 'way_test_no_key' });
    expect(badKey).toMatchObject({ code: 1, errors: expect.stringMatching(/401 invalid_api_key.*\n.*Request req_/s) });
    const badFilter = await run(['mirror', '--to', 'sqlite:once.sqlite', '--once', '--account', 'other']);
    expect(badFilter).toMatchObject({
      code: 1,
      errors: expect.stringContaining('The mirror holds everything, not account other'),
    });
    const badFile = await run(['mirror', '--to', 'sqlite:nowhere/x.sqlite', '--once']);
    expect(badFile).toMatchObject({ code: 1, errors: expect.stringContaining('nowhere/x.sqlite cannot be opened') });
    for (const { errors } of [noKey, badKey, badFilter, badFile]) expect(errors).not.toMatch(/^ +at /m);
  });
});

describe('causeway tail', () => {
  const greeting = () =>
    `Changes of transactions of the test environment at ${system.apiUrl}, as they come. Ctrl-C ends.\n`;

  it('shows everything there is and then what comes, until it is stopped', async () => {
    const { child, seen, ended } = start(['tail', '--from-beginning', '--json']);
    const lines = async () => seen.output.split('\n').slice(0, -1);
    const before = await countOnServer();
    await eventually(lines, (all) => all.length >= before, 'the history');
    await bringNews();
    await eventually(lines, (all) => all.length > before, 'the news');
    for (const line of await lines()) expect(JSON.parse(line)).toHaveProperty('eventId');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, errors: greeting() });
  });

  it('stops when nobody reads any more', async () => {
    const { child, seen, ended } = start(['tail', '--from-beginning']);
    await eventually(
      async () => seen.output.length,
      (length) => length > 0,
      'the first line',
    );
    child.stdout.destroy();
    await bringNews();
    expect(await ended).toMatchObject({ code: 0, errors: greeting() });
  });
});

describe('causeway suggestions', () => {
  it('lists, accepts and rejects', async () => {
    const [first, second, third] = await organization.test.all<Transaction>('listTransactions', {
      query: { connectionId: connection.id, status: 'posted' },
    });
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few rows');
    const { connectionId, accountId } = first;
    const account = {
      organizationId: organization.id,
      environment: 'test',
      connectionId,
      accountId,
      entityId: '',
    } as const;
    const suggest = (olderId: string, newerId: string) =>
      createSuggestion(system.installation.commands, account, [olderId, newerId]);
    expect(await run(['suggestions', 'list'])).toMatchObject({ code: 0, output: 'There are none.\n' });
    const [rejected, accepted] = [await suggest(first.id, third.id), await suggest(first.id, second.id)];
    const { output } = await run(['suggestions', 'list', '--account', accountId]);
    for (const text of [accepted, rejected, first.id, second.amount, third.description, 'textDiffers'])
      expect(output).toContain(text);
    expect(await run(['suggestions', 'reject', rejected])).toMatchObject({
      code: 0,
      output: `Suggestion ${rejected} is rejected.\n`,
    });
    const { code, output: json } = await run(['suggestions', 'accept', accepted, '--json']);
    expect([code, JSON.parse(json)]).toMatchObject([0, { id: accepted, status: 'accepted', newer: null }]);
    expect(JSON.parse((await run(['suggestions', 'list', '--status', 'all', '--json'])).output)).toHaveLength(2);
    const again = await run(['suggestions', 'accept', rejected]);
    expect(again).toMatchObject({ code: 1, output: '', errors: expect.stringContaining('is rejected') });
  });
});
