import { beforeEach, describe, expect, it } from 'vitest';
import { personalities } from '../personalities.ts';
import { PortalClient } from '../testing/portal-client.ts';
import { type Login, type RunningBank, runBank, type TransactionsPage } from '../testing/running-bank.ts';
import { enterLogin, GOOD_PASSWORD, orderPortal, signInPlainly, wordsOf } from '../testing/sign-in.ts';

let bank: RunningBank;

beforeEach(async () => {
  bank = await runBank();
  return () => bank.stop();
});

async function readShown(bankId: string, login: Login): Promise<TransactionsPage['rows']> {
  const token = await bank.signIn(bankId, { ...login, password: GOOD_PASSWORD });
  const [account] = await bank.listAccounts(bankId, token);
  const path = `/${bankId}/export/accounts/${account?.id}/transactions?from=2026-09-01&to=2026-11-20`;
  const first = await bank.readPage(path, token);
  const rows = [...first.rows];
  for (let page = 2; page <= first.pages; page += 1)
    rows.push(...(await bank.readPage(`${path}&page=${page}`, token)).rows);
  return rows;
}

/** Reads a table to its last page. */
async function readPages(client: PortalClient, caption: string, next: string): Promise<string[][]> {
  const rows: string[][] = [];
  for (;;) {
    rows.push(...client.table(caption).slice(1));
    if (!client.page.html.includes(`>${next}</a>`)) return rows;
    await client.follow(next);
  }
}

const toPlain: Readonly<Record<string, (text: string) => string>> = {
  harbor: (text) => text.replaceAll(',', ''),
  ridgeline: (text) => text.replace(/^\((.*)\)$/, '-$1').replaceAll(/[$,]/g, ''),
  linden: (text) => text.replaceAll('.', '').replace(',', '.'),
};

describe.each(personalities.map(({ id }) => id))('the table at %s', (bankId) => {
  it('shows every row once over all its pages, in the numbers of the bank', async () => {
    const login = await bank.createUser(bankId);
    const client = await signInPlainly(bank, bankId, login);
    const words = wordsOf(bankId).transactions;
    const { dateFields } = personalities.find(({ id }) => id === bankId)?.portal.looks[1] ?? {};
    await client.follow('Operating Checking');
    const range = dateFields === 'picked' ? ['2026-09-01', '2026-11-20'] : ['01.09.2026', '20.11.2026'];
    await client.press(words.search, { [words.from]: range[0] ?? '', [words.to]: range[1] ?? '' });
    const hasSection = client.text.includes(words.pendingHeading) && bankId !== 'ridgeline';
    const pending = hasSection ? client.table(words.pendingHeading).slice(1) : [];
    const rows = await readPages(client, words.heading, words.next);
    const shown = await readShown(bankId, login);
    expect(shown.some(({ status }) => status === 'pending')).toBe(true);
    expect(rows.length + pending.length).toBe(shown.length);
    const amounts = [...rows, ...pending].map((cells) => {
      const money =
        bankId === 'harbor' && cells.length === 5
          ? cells[2] === ''
            ? (cells[3] ?? '')
            : `-${cells[2]}`
          : (cells.at(-1) ?? '');
      return toPlain[bankId]?.(money) ?? '';
    });
    expect(amounts.sort()).toEqual(shown.map(({ amount }) => amount).sort());
    const texts = new Set(shown.map(({ text }) => text));
    expect(rows.every((cells) => cells.some((cell) => texts.has(cell)))).toBe(true);
    const ids = shown.flatMap(({ id }) => (id === null ? [] : [id]));
    expect(ids.filter((id) => client.page.html.includes(id))).toEqual([]);
  });
});

describe('pages', () => {
  it('show one moment at Harbor, and the present one each at Ridgeline', async () => {
    for (const [bankId, isKept] of [
      ['harbor', true],
      ['ridgeline', false],
    ] as const) {
      const login = await bank.createUser(bankId);
      const client = await signInPlainly(bank, bankId, login);
      const words = wordsOf(bankId).transactions;
      await client.follow('Operating Checking');
      const total = () => / (?:of|total) (\d+)/.exec(client.text)?.[1];
      const before = total();
      bank.clockMs += 60_000;
      const { companyId, username } = login;
      const body = { companyId, username, scenario: 'newTransactions', count: 6 };
      await bank.request('POST', `/${bankId}/control/scenarios`, { body });
      await client.follow(words.next);
      expect(total() === before, bankId).toBe(isKept);
    }
  });

  it('tell of days that are none, and of rows that are too old', async () => {
    const client = await signInPlainly(bank, 'linden', await bank.createUser('linden'));
    const words = wordsOf('linden').transactions;
    await client.follow('Operating Checking');
    await client.press(words.search, { [words.from]: '31.02.2026' });
    expect([client.page.status, client.alerts]).toEqual([422, [words.badDate(words.from, '20.11.2026')]]);
    await client.press(words.search, { [words.from]: '01.01.2024' });
    expect(client.text).toContain('Turnover is available from 20.11.2024.');
    await client.press(words.search, { [words.from]: '01.01.2026', [words.to]: '02.01.2026' });
    expect(client.text).toContain(words.none);
  });

  it('are as long as was asked for, of the lengths that the bank offers', async () => {
    const client = await signInPlainly(bank, 'ridgeline', await bank.createUser('ridgeline'));
    await client.follow('Operating Checking');
    expect(client.table('Account history')).toHaveLength(26);
    await client.press('Search', { Lines: '50' });
    expect(client.table('Account history')).toHaveLength(51);
    await client.open(`${client.page.path.replace('/ridgeline/portal/', '').replace('size=50', 'size=9999')}`);
    expect(client.table('Account history')).toHaveLength(26);
  });
});

describe('the second layout', () => {
  it.each(personalities.map(({ id }) => id))('words and orders things another way at %s', async (bankId) => {
    const login = await bank.createUser(bankId);
    await signInPlainly(bank, bankId, login);
    const { companyId, username } = login;
    await orderPortal(bank, bankId, { companyId, username, layout: 2 });
    await bank.restart();
    const client = await signInAgain(bankId, login);
    const words = wordsOf(bankId, 2);
    expect(client.heading).toBe(words.accounts.heading);
    expect(words.accounts.heading).not.toBe(wordsOf(bankId).accounts.heading);
    await client.follow('Operating Checking');
    const [head] = client.table(words.transactions.heading);
    const columns = personalities.find(({ id }) => id === bankId)?.portal.looks[2].table.columns ?? [];
    expect(head).toEqual(columns.map((column) => words.transactions.columns[column]));
  });

  it('is for one visit with the scenario portalLayoutChanged', async () => {
    const login = await bank.createUser();
    await signInPlainly(bank, 'harbor', login);
    const { companyId, username } = login;
    const body = { companyId, username, scenario: 'portalLayoutChanged' };
    await bank.request('POST', '/harbor/control/scenarios', { body });
    expect((await signInAgain('harbor', login)).heading).toBe('Dashboard');
    expect((await signInAgain('harbor', login)).heading).toBe('Accounts');
  });

  it('shows already at the sign-in where the whole bank has it', async () => {
    await orderPortal(bank, 'harbor', { layout: 2 });
    const page = await bank.request('GET', '/harbor/portal/sign-in');
    expect(page.text).toContain('Welcome back');
  });
});

/** Signs in with the own password to whatever page comes first. */
async function signInAgain(bankId: string, login: Login): Promise<PortalClient> {
  const client = new PortalClient(bank, bankId);
  await enterLogin(client, bankId, { ...login, password: GOOD_PASSWORD });
  return client;
}
