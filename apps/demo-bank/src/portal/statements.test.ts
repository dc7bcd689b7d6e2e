import { beforeEach, describe, expect, it } from 'vitest';
import type { PortalClient } from '../testing/portal-client.ts';
import { readPdfTexts } from '../testing/read-pdf.ts';
import { type Login, type RunningBank, runBank } from '../testing/running-bank.ts';
import { GOOD_PASSWORD, signInPlainly } from '../testing/sign-in.ts';

let bank: RunningBank;
let login: Login;
let client: PortalClient;

beforeEach(async () => {
  bank = await runBank();
  login = await bank.createUser();
  client = await signInPlainly(bank, 'harbor', login);
  return () => bank.stop();
});

/** Fetches the document of a link as bytes. */
async function fetchDocument(label: string): Promise<{ status: number; type: string | null; bytes: Buffer }> {
  const link = [...client.page.html.matchAll(/<a href="([^"]+\.pdf)"[^>]*>([^<]+)</g)].find(
    (each) => each[2] === label,
  );
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${bank.url}${link?.[1]}`, { headers: { cookie } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), bytes };
}

describe('statements', () => {
  it('are listed by whole months that are over, by account', async () => {
    await client.follow('Statements');
    expect(client.table('Statements')).toEqual([
      ['Statement period', 'Document'],
      ['October 2026', 'October 2026 statement (PDF)'],
      ['September 2026', 'September 2026 statement (PDF)'],
    ]);
    expect(client.text).toContain('Operating Checking');
    const option = /<option value="([^"]+)">Payroll Savings \d{4}</.exec(client.page.html)?.[1] ?? '';
    await client.open(`statements?accountId=${option}`);
    expect(/<h2>([^<]+)/.exec(client.page.html)?.[1]).toBe('Payroll Savings');
  });

  it('are documents with both balances and every row, and add up', async () => {
    await client.follow('Statements');
    const { status, type, bytes } = await fetchDocument('October 2026 statement (PDF)');
    expect([status, type, bytes.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    const texts = readPdfTexts(bytes);
    const token = await bank.signIn('harbor', { ...login, password: GOOD_PASSWORD });
    const [account] = await bank.listAccounts('harbor', token);
    const path = `/harbor/export/accounts/${account?.id}/transactions?from=2026-10-01&to=2026-10-31`;
    const shown = await bank.readPage(path, token);
    expect(texts).toContain(account?.number);
    const readAfter = (label: string) => texts[texts.indexOf(label) + 1]?.replaceAll(',', '') ?? '';
    const opening = readAfter('Opening balance on 10/01/2026');
    expect(opening).toBe(shown.balances[0]?.amount);
    const amounts = texts.filter((_text, index) => /^\d\d\/\d\d\/2026$/.test(texts[index - 2] ?? ''));
    expect(amounts.length).toBeGreaterThan(20);
    const toCents = (amount: string) => BigInt(amount.replaceAll(/[.,]/g, ''));
    const sum = amounts.reduce((total, amount) => total + toCents(amount), toCents(opening));
    expect(sum).toBe(toCents(readAfter('Closing balance on 10/31/2026')));
  });

  it('never change once issued, though rows are dated back into their month', async () => {
    await client.follow('Statements');
    const before = await fetchDocument('October 2026 statement (PDF)');
    client.headers['causeway-virtual-time'] = '2026-12-15T12:00:00Z';
    const { companyId, username } = login;
    for (const scenario of ['removedByBank', 'backdated']) {
      const body = { companyId, username, scenario, count: 40 };
      await bank.request('POST', '/harbor/control/scenarios', { body });
    }
    await client.open('statements');
    expect(client.table('Statements')[1]?.[0]).toBe('November 2026');
    await bank.restart();
    client = await signInPlainly(bank, 'harbor', { ...login, password: GOOD_PASSWORD });
    await client.follow('Statements');
    const after = await fetchDocument('October 2026 statement (PDF)');
    expect(after.bytes.equals(before.bytes)).toBe(true);
  });

  it('need the right to see them, account by account, and exist only for months listed', async () => {
    const reader = await signInPlainly(
      bank,
      'harbor',
      await bank.createUser('harbor', { username: 'cw-reader', permissions: ['viewTransactions'] }),
    );
    await reader.follow('Statements');
    expect([reader.page.status, reader.alerts]).toEqual([403, ['You do not have permission to see statements.']]);
    await reader.follow('Accounts');
    const accountId = /accounts\/(acct-[^"]+)"/.exec(reader.page.html)?.[1] ?? '';
    expect((await reader.open(`statements/${accountId}/2026-10.pdf`)).status).toBe(404);
    await client.open('accounts');
    const own = /accounts\/(acct-[^"]+)"/.exec(client.page.html)?.[1] ?? '';
    for (const document of ['2026-11.pdf', '2026-08.pdf', '2026-10', '..%2F2026-10.pdf', '2026-13.pdf']) {
      expect((await client.open(`statements/${own}/${document}`)).status, document).toBe(404);
    }
    expect((await client.open(`statements/${accountId}/2026-10.pdf`)).status).toBe(404);
  });
});
