import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileFeed } from '../support/banks/file-feed.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { type CommandOutcome, runCommand } from '../support/processes/command.ts';
import { defaultEntityOf, openDemoConnection } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

const FORMATS = ['camt053', 'mt940', 'bai2', 'ofx', 'csv'];

let system: RunningSystem;
let organization: TestOrganization;
let account: Schemas['Account'];
let posted: Schemas['Transaction'][];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-export-'));
  system = await startSystem();
  organization = await system.createOrganization();
  await openDemoConnection(organization.test, system.bankUrl, 'ridgeline');
  const accounts = await organization.test.all<Schemas['Account']>('listAccounts');
  const checking = accounts.find(({ type }) => type === 'checking');
  if (checking === undefined) throw new Error('the demo bank has no checking account');
  account = checking;
  const query = { accountId: account.id, status: 'posted' };
  posted = await organization.test.all<Schemas['Transaction']>('listTransactions', { query });
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<CommandOutcome> {
  const env = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: organization.test.key };
  return runCommand(args, { cwd: folder, env });
}

const rowsOf = (transactions: readonly { postedDate: string | null; amount: string }[]) =>
  transactions.map(({ postedDate, amount }) => `${postedDate} ${amount}`).sort();

describe('causeway export', () => {
  it.each(FORMATS)(
    '%s: what inspect reads is what the API says, and another connection takes the same rows from it',
    async (format) => {
      const path = join(folder, `export.${format}`);
      const exported = await run('export', '--account', account.id, '--format', format, '--out', path);
      expect([exported.code, exported.output]).toEqual([0, '']);
      expect(exported.errors).toContain(`${posted.length} transactions, `);

      const inspected = JSON.parse((await run('inspect', '--json', path)).output);
      expect([inspected.error, inspected.format]).toEqual([null, format]);
      const transactions = inspected.statements.flatMap(
        (statement: { transactions: unknown[] }) => statement.transactions,
      );
      expect(rowsOf(transactions)).toEqual(rowsOf(posted));
      for (const { balancesAddUp } of inspected.statements) expect(balancesAddUp).toBe(format === 'ofx' ? null : true);

      const other = await system.createOrganization();
      const feed = await openFileFeed(other.live, await defaultEntityOf(other.live));
      await feed.take(new Uint8Array(await readFile(path)));
      expect(rowsOf(await feed.transactions())).toEqual(rowsOf(posted));
      expect((await feed.accounts()).map(({ currency }) => currency)).toEqual([account.currency]);
    },
    120_000,
  );

  it('takes a part by its days, to standard output, with balances that belong to it', async () => {
    const days = [...new Set(posted.map(({ postedDate }) => postedDate))].sort();
    const from = days[Math.floor(days.length / 3)] ?? '';
    const to = days[Math.floor((2 * days.length) / 3)] ?? '';
    const { code, output } = await run(
      'export',
      '--account',
      account.id,
      '--format',
      'mt940',
      '--from',
      from,
      '--to',
      to,
    );
    expect(code).toBe(0);
    const { collectStatements } = await import('@causeway/bank-files');
    const [statement] = collectStatements(Buffer.from(output)).statements;
    const expected = posted.filter(({ postedDate }) => postedDate !== null && postedDate >= from && postedDate <= to);
    const rows = statement?.entries.map(({ bookingDate, amount }) => ({ postedDate: bookingDate, amount }));
    expect(rowsOf(rows ?? [])).toEqual(rowsOf(expected));
    expect(statement?.trailer.checks.balancesAddUp).toBe(true);
  });

  it('says what is wrong, and leaves no half of a file', async () => {
    const path = join(folder, 'refused.xml');
    const unknown = await run(
      'export',
      '--account',
      '019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9',
      '--format',
      'camt053',
      '--out',
      path,
    );
    expect([unknown.code, unknown.errors.includes('Request')]).toEqual([1, true]);
    const number = await run(
      'export',
      '--account',
      account.id,
      '--format',
      'mt940',
      '--account-number',
      'ä',
      '--out',
      path,
    );
    expect(number.code).toBe(1);
    expect(number.errors).toContain('mt940: account.id "ä" is not a number of 1 to 35 letters and digits');
    expect((await run('export', '--account', account.id, '--format', 'mt940', '--from', 'x')).code).toBe(2);
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
  });
});
