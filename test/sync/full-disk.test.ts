import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listedLooks, playScenario, trueLooks } from '../support/banks/bank-truth.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import { type StallingBank, startStallingBank } from '../support/banks/stalling-bank.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import {
  advanceToQuietHour,
  connectionWhen,
  type DemoConnection,
  eventually,
  openDemoConnection,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let line: StallingBank;
let system: RunningSystem;
let caller: Caller;
let connection: DemoConnection;

const at = () => ({ path: { connectionId: connection.id } });
const isAccountPage = ({ path }: { path: string }) => path.includes('/transactions?');

beforeAll(async () => {
  line = await startStallingBank();
  system = await startSystem({ settings: { CAUSEWAY_DEMO_BANK_URL: line.url, CAUSEWAY_LEASE_TTL_MS: '3000' } });
  line.target = system.bankUrl;
  caller = (await system.createOrganization()).test;
  await advanceToQuietHour(caller);
  connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
});
afterAll(async () => {
  await line?.close();
  await system?.stop();
});

/** Lets the server refuse every new row as it does where its disk has no room for another page; the result makes room. */
async function fillDatabase(): Promise<{ countEvidence(): Promise<number>; makeRoom(): Promise<unknown> }> {
  const { sql } = system.database;
  // A number that was drawn stays drawn when its transaction fails.
  await sql.unsafe(`create sequence refused_evidence;
    create function take_row() returns trigger language plpgsql security definer as $$ begin
      if tg_table_name = 'evidence' then perform nextval('refused_evidence'); end if;
      raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
    end $$`);
  // What counts requests is changed in place and needs no room.
  const tables = await sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'rate_windows'`;
  for (const { name } of tables)
    await sql`create trigger no_room before insert on ${sql(name)} for each row execute function take_row()`;
  return {
    countEvidence: async () => {
      const [row] = await sql<{ count: number }[]>`
        select case when is_called then last_value::int else 0 end as count from refused_evidence`;
      return row?.count ?? 0;
    },
    // Nothing is dropped, which could wait for a commit that waits for it.
    makeRoom: () =>
      sql.unsafe(
        'create or replace function take_row() returns trigger language plpgsql as $$ begin return new; end $$',
      ),
  };
}

/** The kernel lets this process write no file beyond so many bytes; null lifts that. */
function limitFiles(bytes: number | null): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes ?? 'unlimited'}:`]);
}

describe('a database whose disk is full', () => {
  it('in the middle of a sync costs nothing but time, and everything can be read meanwhile', async () => {
    await playScenario(system.bankUrl, connection.username, { scenario: 'newTransactions', count: 3 });
    const before = await caller.all('listTransactions');
    const held = line.holdNext(isAccountPage);
    const run = await caller.get<Schemas['SyncRun']>('syncConnection', at());
    await held;
    const disk = await fillDatabase();
    try {
      line.release();
      await eventually(disk.countEvidence, (count) => count > 0, 'a commit that is refused');
      const body = { externalEntityId: 'one too many' };
      expect(await caller.refusal('createEntity', { body })).toMatchObject({ code: 'internal_error' });
      expect(await caller.all('listTransactions')).toEqual(before);
    } finally {
      await disk.makeRoom();
    }
    expect(await runWhenEnded(caller, connection.id, run.id)).toMatchObject({
      status: 'succeeded',
      counts: { added: 3 },
    });
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'the end of the fault');
    expect(await listedLooks(caller)).toEqual(await trueLooks(system.dataDir, connection.username));
    expect(await caller.all('listTransactions')).toHaveLength(before.length + 3);
    expect(await caller.call('createEntity', { body: { externalEntityId: 'one too many' } })).toMatchObject({
      status: 201,
    });
  });
});

describe.runIf(process.platform === 'linux')('a disk that takes no more evidence', () => {
  const look = async () => ({
    rows: await caller.all('listTransactions'),
    runs: await caller.all('listSyncRuns', at()),
    files: (await takeWholeState(system.database.sql, system.dataDir)).files,
  });

  it('has an upload refused of which nothing stays, and taken once there is room', async () => {
    const upload = () => caller.call('uploadConnectionFile', { ...at(), form: fileForm(smallBai2File(400)) });
    const before = await look();
    limitFiles(8_192);
    try {
      expect(await upload()).toMatchObject({ status: 500, body: { error: { code: 'internal_error' } } });
    } finally {
      limitFiles(null);
    }
    expect(await look()).toEqual(before);
    expect(await upload()).toMatchObject({ status: 201, body: { status: 'succeeded', counts: { added: 400 } } });
  });
});
