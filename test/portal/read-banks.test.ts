import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountReading } from '../../src/connectors/contract.ts';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { canonicalAmount } from '../../src/domain/values/money.ts';
import { BANKS, type BankId, openPortalStage, orderBank, type PortalStage, WINDOW } from './portal-stage.ts';

let stage: PortalStage;

beforeAll(async () => {
  stage = await openPortalStage();
});

afterAll(() => stage.stop());

interface TrueRow {
  readonly status: string;
  readonly bookingDate: string | null;
  readonly authorisedDate: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
}

/** What the bank's direct interface says of the same accounts: another way to the same truth. */
async function readTruth(bankId: BankId, login: { companyId: string; username: string; password: string }) {
  const token = await stage.bank.signIn(bankId, login);
  const accounts = await stage.bank.listAccounts(bankId, token);
  const truth = new Map<string, string[]>();
  for (const { id, number } of accounts) {
    const rows: TrueRow[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const query = `from=${WINDOW.from}&to=${WINDOW.to}&page=${page}`;
      const read = await stage.bank.readPage(`/${bankId}/export/accounts/${id}/transactions?${query}`, token);
      rows.push(...read.rows);
      pages = read.pages;
    }
    truth.set(number, rows.map((row) => print(row.status, row.bookingDate ?? row.authorisedDate, row)).sort());
  }
  return { accounts, truth };
}

function print(
  status: string,
  date: string | null,
  { amount, currency, text }: { amount: string; currency: string; text: string },
) {
  return [status, date, canonicalAmount(amount, currency), currency, text.replaceAll(/\s+/g, ' ').trim()].join('|');
}

function printObserved(row: ObservedRow): string {
  const date = row.postedDate ?? row.pendingDate;
  return print(row.status, date, { amount: row.amount, currency: row.currency, text: row.rawDescription ?? '' });
}

/** Everything that clients could see of the rows. */
function printShown({ observation }: AccountReading): string[] {
  const rows = observation?.rows ?? [];
  return rows.map(({ location: _place, runningBalance: _proof, ...shown }) => JSON.stringify(sortKeys(shown))).sort();
}

function sortKeys(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe.each(BANKS)('the portal of %s', (bankId) => {
  it('gives every account and every row exactly once, and signs out', async () => {
    const credentials = await stage.createUser(bankId);
    const { bankCustomerId = '', bankUsername = '', password = '' } = credentials;
    const { accounts, truth } = await readTruth(bankId, {
      companyId: bankCustomerId,
      username: bankUsername,
      password,
    });
    const { accounts: listed, readings } = await stage.read(stage.context(bankId, credentials));

    expect(listed.map(({ accountNumber }) => accountNumber).sort()).toEqual([...truth.keys()].sort());
    for (const [index, account] of listed.entries()) {
      const reading = readings[index];
      expect(reading?.fault).toBeNull();
      const { observation } = reading ?? {};
      expect(observation?.rows.map(printObserved).sort()).toEqual(truth.get(account.accountNumber));
      expect(observation?.coverage).toMatchObject({ to: WINDOW.to, complete: true, proves: ['pending', 'posted'] });
      const known = accounts.find(({ number }) => number === account.accountNumber);
      expect(observation?.currentBalances).toMatchObject({
        ledger: known?.ledgerBalance,
        available: known?.availableBalance,
      });
      expect(account.details).toMatchObject({ type: known?.type, currency: known?.currency, name: known?.name });
    }
    expect(stage.steps.at(-1)).toMatchObject({ outcome: 'done' });
    expect(stage.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(stage.pool.stats().sessions).toBe(0);
    expect(stage.steps.filter(({ name }) => name === 'download the file')).toHaveLength(
      bankId === 'harbor' ? listed.length : 0,
    );

    // The others have nothing but pages.
    if (bankId !== 'harbor') return;
    await orderBank(stage, bankId, { downloads: false });
    const byPages = await stage.read(stage.context(bankId, credentials));
    await orderBank(stage, bankId, { downloads: true });
    expect(stage.steps.map(({ name }) => name)).not.toContain('download the file');
    expect(byPages.readings.map(printShown)).toEqual(readings.map(printShown));
  });
});
