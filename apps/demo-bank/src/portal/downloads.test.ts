import { collectStatements, type Entry, WRITTEN_CSV_PROFILE } from '@causeway/bank-files';
import { beforeEach, describe, expect, it } from 'vitest';
import { personalities } from '../personalities.ts';
import type { PortalClient } from '../testing/portal-client.ts';
import { type RunningBank, runBank, type TransactionsPage } from '../testing/running-bank.ts';
import { GOOD_PASSWORD, orderPortal, signInPlainly, wordsOf } from '../testing/sign-in.ts';
import { findDate, presentDate } from './formats.ts';

let bank: RunningBank;

beforeEach(async () => {
  bank = await runBank();
  return () => bank.stop();
});

const FORMATS = ['csv', 'ofx', 'bai2', 'camt053', 'mt940'] as const;

/** Days the way the fields of a bank take them. */
function days(bankId: string, from: string, to: string): Record<string, string> {
  const { downloads } = wordsOf(bankId);
  const look = personalities.find(({ id }) => id === bankId)?.portal.looks[1];
  const write = (day: string) => {
    const date = findDate(day, 'YYYY-MM-DD');
    return look === undefined || date === null || look.dateFields === 'picked'
      ? day
      : presentDate(date, look.dateFormat);
  };
  return { [downloads.from]: write(from), [downloads.to]: write(to) };
}

async function download(client: PortalClient, bankId: string, format: (typeof FORMATS)[number]) {
  const { downloads } = wordsOf(bankId);
  await client.open('downloads');
  const look = personalities.find(({ id }) => id === bankId)?.portal.looks[1];
  const label = downloads.formats[format];
  const choice = look?.formatField === 'radio' ? { [label]: true } : { [downloads.format]: label };
  return client.press(downloads.submit, { ...days(bankId, '2026-09-01', '2026-11-20'), ...choice });
}

async function readShown(bankId: string, login: { companyId: string; username: string }) {
  const token = await bank.signIn(bankId, { ...login, password: GOOD_PASSWORD });
  const [account] = await bank.listAccounts(bankId, token);
  const path = `/${bankId}/export/accounts/${account?.id}/transactions?from=2026-09-01&to=2026-11-20`;
  const pages: TransactionsPage[] = [await bank.readPage(path, token)];
  for (let page = 2; page <= (pages[0]?.pages ?? 1); page += 1)
    pages.push(await bank.readPage(`${path}&page=${page}`, token));
  const rows = pages.flatMap((page) => page.rows).filter(({ status }) => status === 'posted');
  return { rows, account, balances: pages[0]?.balances ?? [] };
}

describe.each(personalities.map(({ id }) => id))('a download at %s', (bankId) => {
  it('holds every posted row to the cent in each format, and both balances', async () => {
    const login = await bank.createUser(bankId);
    const client = await signInPlainly(bank, bankId, login);
    const { rows, account, balances } = await readShown(bankId, login);
    expect(rows.length).toBeGreaterThan(50);
    const expected = rows.map(({ bookingDate, amount }) => `${bookingDate} ${amount}`).sort();
    for (const format of FORMATS) {
      const page = await download(client, bankId, format);
      expect(page.status, format).toBe(200);
      const name = /^attachment; filename="([\w.-]+)"$/.exec(page.headers.get('content-disposition') ?? '')?.[1];
      expect(name).toMatch(new RegExp(`^${bankId}-\\d{4}-2026-09-01-2026-11-20\\.`));
      const file = collectStatements(Buffer.from(page.html), { csv: { profile: WRITTEN_CSV_PROFILE } });
      expect(file.error, format).toBeNull();
      const entries = file.statements.flatMap((statement): readonly Entry[] => statement.entries);
      expect(entries.map(({ bookingDate, amount }) => `${bookingDate} ${amount}`).sort(), format).toEqual(expected);
      expect(new Set(file.statements.map(({ header }) => header.account.rawId))).toEqual(new Set([account?.number]));
      const last = file.statements
        .at(-1)
        ?.trailer.balances.find(({ type }) => type === 'closing' || type === 'currentLedger');
      if (format !== 'csv') expect(last?.amount, format).toBe(balances[1]?.amount);
    }
  });
});

describe('downloads', () => {
  it('give every row of OFX an id of its own, the same each time', async () => {
    const login = await bank.createUser('ridgeline');
    const client = await signInPlainly(bank, 'ridgeline', login);
    const read = async () => {
      const page = await download(client, 'ridgeline', 'ofx');
      return [...page.html.matchAll(/<FITID>([^<]+)</g)].map((found) => found[1]);
    };
    const first = await read();
    expect(new Set(first).size).toBe(first.length);
    expect(await read()).toEqual(first);
  });

  it('name what is wrong with the days', async () => {
    const client = await signInPlainly(bank, 'linden', await bank.createUser('linden'));
    const { downloads, transactions } = wordsOf('linden');
    await client.open('downloads');
    await client.press(downloads.submit, { [downloads.from]: '2026-09-01', [downloads.to]: '20.11.2026' });
    expect([client.page.status, client.alerts]).toEqual([422, [transactions.badDate(transactions.from, '20.11.2026')]]);
    await client.press(downloads.submit, { [downloads.from]: '21.11.2026', [downloads.to]: '20.11.2026' });
    expect(client.alerts).toEqual([transactions.turnedRound]);
  });

  it('can be taken away by order, and need the right to see transactions', async () => {
    const login = await bank.createUser('harbor', { permissions: ['viewBalances'] });
    const client = await signInPlainly(bank, 'harbor', login);
    await client.open('downloads');
    expect(client.text).toContain('There is no account whose activity you may download.');
    const other = await signInPlainly(bank, 'harbor', await bank.createUser('harbor', { username: 'cw-other' }));
    await other.open('downloads');
    await orderPortal(bank, 'harbor', { downloads: false });
    await other.press('Download');
    expect([other.page.status, other.alerts]).toEqual([503, ['Downloads are not available at present.']]);
  });
});
