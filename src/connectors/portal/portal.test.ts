import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brookBank } from '../../../examples/bank/brook-bank.ts';
import { createTestRenewal } from '../../../test/portal/test-renewal.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { sendHtml, serveFixture } from '../../infra/browser/testing/fixture-site.ts';
import { loadInstitutions } from '../../store/institutions.ts';
import type { AccountReading, CodeQuestion, Connector, Session, SessionContext } from '../contract.ts';
import { createPortalConnector } from './connector.ts';
import type { Recipe } from './recipe.ts';
import { AMOUNTS, ARE_YOU_THERE, CODE_PAGE, type FixtureBank, serveFixtureBank } from './testing/fixture-bank.ts';
import { exportRecipe, fixtureRecipe } from './testing/fixture-recipe.ts';
import { openBrowserStage } from './testing/portal-stage.ts';

const WINDOW = { from: calendarDate('2026-11-01'), to: calendarDate('2026-11-21') };
const connector = createPortalConnector([fixtureRecipe, exportRecipe]);
/** For pages on which what is waited for never comes. */
const hasty = createPortalConnector([fixtureRecipe], { stepTimeoutMs: 5_000 });
/** For the way out of a session. A busy machine takes its time; nothing waits for this long when all is well. */
const soon = () => AbortSignal.timeout(30_000);
const stage = openBrowserStage();
let bank: FixtureBank;

beforeEach(async () => {
  bank = await serveFixtureBank();
});

afterEach(async () => {
  expect(stage.pool.stats().sessions).toBe(0);
  await bank.stop();
});

afterAll(() => stage.stop());

async function open(recipe: string, by: Connector): Promise<Session> {
  const opened = await by.open(stage.context(bank, recipe));
  if (!opened.ok) throw new Error(`${opened.fault.code}: ${opened.fault.message}`);
  return opened.value;
}

async function refusal(changes: Partial<SessionContext> = {}, by = connector) {
  const opened = await by.open(stage.context(bank, 'fixture', changes));
  if (!opened.ok) return opened.fault;
  await opened.value.close(soon());
  return null;
}

async function readFirst(
  recipe = 'fixture',
  before: () => void = () => undefined,
  by = connector,
): Promise<AccountReading> {
  const session = await open(recipe, by);
  try {
    const listed = await session.listAccounts();
    const account = listed.ok ? listed.value[0] : undefined;
    if (account === undefined) throw new Error('no account');
    before();
    return await session.observe(account, WINDOW);
  } finally {
    await session.close(soon());
  }
}

const amountsOf = ({ observation }: AccountReading) => observation?.rows.map(({ amount }) => amount);

describe('a bank that asks whether anybody is there, and goes on at its accounts', () => {
  // The sign-in takes two pages; then come the accounts, each of the two, the account again, and its rows by two pages, looked at twice.
  it.each([
    ['in the list of accounts', 3],
    ['where an account was opened', 4],
    ['where its rows were to come', 7],
    ['between two pages of them', 8],
  ])('is read whole, and says so: %s', async (_where, place) => {
    bank.state.asksAt.add(place);
    const reading = await readFirst('fixture', () => undefined, hasty);
    expect(bank.state.pagesAskedFor).toBeGreaterThan(place);
    expect(reading.fault).toBeNull();
    expect(amountsOf(reading)).toEqual(AMOUNTS);
    expect(bank.state.signIns).toBe(1);
  });
});

describe('signing in', () => {
  it('hands the login over once, also where the recipe would do it again', async () => {
    bank.state.afterPassword = '<h1>Sign in</h1><form method="post" action="/login"><button>Sign in</button></form>';
    expect(await refusal()).toMatchObject({
      code: 'portal_changed',
      message: expect.stringContaining('asked for the login a second time'),
    });
    expect(bank.state.signIns).toBe(1);
  });

  it('does not hand the login over again when the answer to it is lost', async () => {
    bank.state.instead.set('/login', -1);
    expect(await refusal()).toMatchObject({ code: 'portal_unavailable' });
    expect(bank.requests.filter((request) => request === 'POST /login')).toHaveLength(1);
  });

  it.each(['/', '/login'])(
    'takes a page that breaks off for a bank that is not there, and at once: %s',
    async (path) => {
      // All of the page is there but its end; nothing of it may be used.
      bank.state.cut.add(path);
      expect(await refusal()).toMatchObject({ code: 'portal_unavailable' });
      expect(bank.requests.filter((request) => request === 'POST /login')).toHaveLength(path === '/' ? 0 : 1);
    },
  );

  it('answers a question for a code, and says how the bank sent it', async () => {
    bank.state.afterPassword = CODE_PAGE('<p>We sent a code by text message.</p>');
    const asked: CodeQuestion['channel'][] = [];
    const answerCode = async ({ channel }: CodeQuestion) => {
      asked.push(channel);
      return { kind: 'code' as const, code: bank.state.code };
    };
    expect(await refusal({ answerCode })).toBeNull();
    expect(asked).toEqual(['sms']);
  });

  it('gives a rejected code as such and tries no second one', async () => {
    bank.state.afterPassword = CODE_PAGE();
    expect(await refusal({ answerCode: async () => ({ kind: 'code', code: '111111' }) })).toMatchObject({
      code: 'mfa_failed',
    });
    expect(bank.requests.filter((request) => request === 'POST /code')).toHaveLength(1);
  });

  it('follows a computed code that was used before by the next one, once, and no other code', async () => {
    const used = `<p role="alert">Code used.</p>${CODE_PAGE()}`;
    bank.state.afterPassword = CODE_PAGE();
    bank.state.instead.set('/code', used);
    const codes = ['111111', '222222', '333333'];
    const computed = async () => ({ kind: 'computed' as const, code: codes.shift() ?? '' });
    expect(await refusal({ answerCode: computed })).toMatchObject({ code: 'mfa_failed' });
    expect(codes).toEqual(['333333']);
    expect(await refusal({ answerCode: async () => ({ kind: 'code', code: '444444' }) })).toMatchObject({
      code: 'mfa_failed',
    });
    expect(bank.requests.filter((request) => request === 'POST /code')).toHaveLength(3);
  });

  it('asks for an answer only where there is somebody to give it', async () => {
    bank.state.afterPassword = CODE_PAGE();
    expect(await refusal({ answerCode: async () => ({ kind: 'nobody' }) })).toMatchObject({ code: 'mfa_required' });
  });

  it('gets over a page that comes in between', async () => {
    bank.state.afterPassword = ARE_YOU_THERE;
    expect(await refusal()).toBeNull();
  });

  it('says where a portal leads that is none of its hosts', async () => {
    bank.state.instead.set('/', '<meta http-equiv="refresh" content="0;url=http://elsewhere.example/">');
    expect(await refusal({}, hasty)).toMatchObject({
      code: 'portal_changed',
      message: expect.stringContaining('elsewhere.example'),
    });
  });

  it('needs a browser', async () => {
    const unavailable = async () => ({ kind: 'unavailable' as const, cause: null });
    expect(await refusal({ openBrowser: unavailable })).toMatchObject({ code: 'internal' });
    expect(await refusal({ openBrowser: async () => ({ kind: 'busy' }) })).toMatchObject({ code: 'internal' });
  });

  it.each([503, 500])('takes the status %d for a bank that is not there', async (status) => {
    bank.state.instead.set('/', status);
    expect(await refusal()).toMatchObject({ code: 'portal_unavailable' });
  });
});

describe('the timeline', () => {
  it('names every step with its time and holds neither login nor code', async () => {
    bank.state.afterPassword = CODE_PAGE();
    await refusal({ answerCode: async () => ({ kind: 'code', code: bank.state.code }) });
    expect(stage.steps.map(({ name, detail }) => (detail === null ? name : `${name}: ${detail}`))).toEqual([
      'open the portal',
      'fill the user',
      'fill the password',
      'sign in',
      'see what the bank says: code asked for',
      'code asked for: get the code: answered',
      'code asked for: fill the code',
      'code asked for: submit the code',
      'see what the bank says: signed in',
      'sign out',
    ]);
    expect(JSON.stringify(stage.steps)).not.toMatch(/user-44|canary-secret-9|246810/);
  });

  it('has a picture of the page at which a step failed', async () => {
    bank.state.afterPassword = '<h1>Something else</h1>';
    expect(await refusal({}, hasty)).toMatchObject({
      code: 'portal_changed',
      message: expect.stringContaining('Step "see what the bank says"'),
    });
    const failed = stage.steps.at(-1);
    expect(failed).toMatchObject({ outcome: 'failed', detail: 'portal_changed' });
    expect(
      Buffer.from(failed?.screenshot ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  // Letters of one width, so that what covers them is of one size.
  const inCells = (text: string) => `<span style="font-family: monospace">${text}</span>`;
  it.each([
    [
      'also as a picture, where its first code cannot be handed over',
      (key: string) =>
        `<h1>Set up your app</h1><section aria-label="Key">${inCells(key.toLowerCase().replaceAll(/(.{4})/g, '$1 '))}</section>
<svg width="300" height="40"><text x="5" y="20">${key}</text></svg><label>Code <input></label>`,
    ],
    [
      'in one or in groups on a page that the recipe does not know',
      (key: string) =>
        `<h1>Something else</h1><p>${inCells(key)}</p><p>${inCells(key.replaceAll(/(.{4})/g, '$1 '))}</p>`,
    ],
    [
      'in small letters either, where it is not in its place',
      (key: string) => `<h1>Set up your app</h1><p>${inCells(key.toLowerCase().replaceAll(/(.{4})/g, '$1 '))}</p>`,
    ],
  ])('shows no setup key of an authenticator app, %s', async (_, present) => {
    const pictures: string[] = [];
    for (const key of ['JBSWY3DPEHPK3PXP', 'MZXW6YTBOI234567']) {
      bank.state.afterPassword = present(key);
      const { renewal } = createTestRenewal();
      expect(await refusal({ renewal }, hasty)).toMatchObject({ code: 'portal_changed' });
      const { screenshot, ...failed } = stage.steps.at(-1) ?? { screenshot: null };
      expect(JSON.stringify([failed, stage.steps.map(({ name, detail }) => [name, detail])])).not.toMatch(
        new RegExp(key, 'i'),
      );
      pictures.push(Buffer.from(screenshot ?? []).toString('base64'));
    }
    expect(pictures[0]?.length).toBeGreaterThan(1_000);
    expect(pictures[0] === pictures[1]).toBe(true);
  });
});

describe('reading', () => {
  it('reads again when a row arrives while the pages are read', async () => {
    let arrived = false;
    const reading = await readFirst('fixture', () => {
      bank.state.beforeRows = (page) => {
        if (page === 2 && !arrived) {
          arrived = true;
          bank.state.amounts = ['9.00', ...bank.state.amounts];
        }
        return true;
      };
    });
    expect(reading.fault).toBeNull();
    expect(amountsOf(reading)).toEqual(['9.00', ...AMOUNTS]);
  });

  it('gives what is sure when the rows never rest', async () => {
    let count = 0;
    const reading = await readFirst('fixture', () => {
      bank.state.beforeRows = () => {
        count += 1;
        bank.state.amounts = [`${count}.00`, ...bank.state.amounts];
        return true;
      };
    });
    expect(reading.fault?.code).toBe('portal_unavailable');
    expect(reading.observation?.rows).toHaveLength(3);
    expect(reading.observation?.coverage.complete).toBe(false);
  });

  it('gives a missing right as such', async () => {
    // That page has no way out of the session either.
    const before = () => void bank.state.instead.set('/account', '<h1>Not allowed</h1>');
    const reading = await readFirst('fixture', before, hasty);
    expect(reading).toMatchObject({ observation: null, fault: { code: 'delegated_user_missing_permission' } });
  });

  it('reads nothing of a table whose amounts have another form', async () => {
    const reading = await readFirst('fixture', () => {
      bank.state.amounts = ['1.00', '1.234,50'];
    });
    expect(reading).toMatchObject({ observation: null, fault: { code: 'portal_changed' } });
    expect(reading.fault?.message).toContain('row 2');
    expect(reading.fault?.message).not.toContain('1.234,50');
  });

  it('ends with a fault of ours when the browser is killed', async () => {
    const reading = await readFirst('fixture', () => {
      bank.state.beforeRows = () => {
        // What of the browser outlives this for a moment asks once more, when there is nothing left to kill.
        bank.state.beforeRows = () => false;
        process.kill(stage.processes.at(-1)?.groupId ?? 0, 'SIGKILL');
        return false;
      };
    });
    expect(reading).toMatchObject({ observation: null, fault: { code: 'internal' } });
  });
});

describe('the bank’s own file', () => {
  it('is not used by a recipe where it leaves out rows that may stand on any page', () => {
    const { exports } = exportRecipe.activity;
    if (exports === null) throw new Error('no export');
    const partial: Recipe = {
      ...exportRecipe,
      activity: { ...exportRecipe.activity, exports: { ...exports, covers: ['posted'] } },
    };
    expect(() => createPortalConnector([partial])).toThrow(/no table holds the others apart/);
  });

  it('is preferred to its pages', async () => {
    bank.state.file = 'amount\n7.00\n8.00\n';
    const reading = await readFirst('fixture-export');
    expect(amountsOf(reading)).toEqual(['7.00', '8.00']);
    expect(reading.observation?.coverage.complete).toBe(true);
  });

  it.each([
    ['there is none', null],
    ['it has another form', 'sum\n7.00\n'],
    ['it is too large', `amount\n${'7.00\n'.repeat(1_000)}`],
  ])('gives way to the pages where %s', async (_, file) => {
    bank.state.file = file;
    expect(amountsOf(await readFirst('fixture-export'))).toEqual(AMOUNTS);
  });

  it('is fetched again when the account changed meanwhile', async () => {
    bank.state.file = 'amount\n7.00\n';
    let reads = 0;
    const reading = await readFirst('fixture-export', () => {
      bank.state.beforeRows = () => {
        reads += 1;
        if (reads === 2) {
          bank.state.file = 'amount\n7.00\n8.00\n';
          bank.state.amounts = ['8.00', ...bank.state.amounts];
        }
        return true;
      };
    });
    expect(amountsOf(reading)).toEqual(['7.00', '8.00']);
    expect(reads).toBe(3);
  });
});

describe('the bank of docs/connectors/adding-a-bank.md', () => {
  const example = (path: string) => join(import.meta.dirname, '../../../examples/bank', path);

  it('has a definition that names its recipe and the details of a login that it needs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-bank-'));
    await copyFile(example('brook-bank.yaml'), join(folder, 'brook-bank.yaml'));
    await copyFile(join(import.meta.dirname, '../../../institutions/schema.json'), join(folder, 'schema.json'));
    const [institution] = (await loadInstitutions(folder, {})).all;
    await rm(folder, { recursive: true });
    expect(institution?.connector).toMatchObject({ name: 'portal', settings: { recipe: brookBank.name } });
    expect(institution?.requiredCredentials).toEqual(brookBank.credentials);
  });

  it('is read by its recipe, and refuses a wrong login as what it is', async () => {
    const show = (name: string) => readFile(example(`pages/${name}.html`), 'utf8');
    const [signIn, rejected, accounts, account] = await Promise.all(
      ['sign-in', 'rejected', 'accounts', 'account'].map(show),
    );
    const site = await serveFixture({
      '/': signIn ?? '',
      '/login': (_, response, body) =>
        sendHtml(response, (body.includes('password=right') ? accounts : rejected) ?? ''),
      '/accounts': accounts ?? '',
      '/account': account ?? '',
      '/logout': '<h1>Goodbye</h1>',
    });
    const portal = createPortalConnector([brookBank]);
    const openWith = (password: string) =>
      portal.open(stage.context(site, 'brook-bank', { credentials: { bankUsername: 'causeway', password } }));
    expect(await openWith('wrong')).toMatchObject({ ok: false, fault: { code: 'credentials_rejected' } });
    const opened = await openWith('right');
    if (!opened.ok) throw new Error(opened.fault.message);
    const listed = await opened.value.listAccounts();
    const first = listed.ok ? listed.value[0] : undefined;
    if (first === undefined) throw new Error('no account');
    const { observation } = await opened.value.observe(first, WINDOW);
    await opened.value.close(soon());
    await site.stop();
    expect(first.details).toMatchObject({ name: 'Everyday', accountNumber: '20011877', type: 'checking' });
    expect(observation?.coverage.complete).toBe(true);
    expect(observation?.rows).toMatchObject([
      { postedDate: '2026-11-20', amount: '-45.50', runningBalance: '1204.50' },
      { postedDate: '2026-11-18', amount: '1250.00', rawDescription: 'TRANSFER ALDER AND FINCH' },
    ]);
    expect(site.requests.at(-1)).toBe('POST /logout');
  });
});
