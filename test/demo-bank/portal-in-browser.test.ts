import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { personalities } from '../../apps/demo-bank/src/personalities.ts';
import type { Look } from '../../apps/demo-bank/src/portal/looks/look.ts';
import { type MailReceiver, receiveMail } from '../../apps/demo-bank/src/testing/message-receivers.ts';
import { type RunningBank, runBank } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD, totpAt } from '../../apps/demo-bank/src/testing/sign-in.ts';
import { collectStatements } from '../../packages/bank-files/src/index.ts';
import { type BrowserLease, openLease } from '../../src/infra/browser/browser-lease.ts';
import type { BrowserProcess } from '../../src/infra/browser/browser-process.ts';
import { createTestLauncher, sessionFor } from '../../src/infra/browser/testing/test-browser.ts';

const COMPANY = '4410027';
const USERNAME = 'cw-browser';
const PHONE = { width: 390, height: 800 };

/** What keeps a page from being used by everybody: names that are missing, and a width that does not fit a phone. */
const FIND_FAULTS = `[
  ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
  ...[...document.querySelectorAll('input:not([type=hidden]), select')]
    .filter((field) => !(field.labels[0]?.textContent ?? field.getAttribute('aria-label') ?? '').trim())
    .map((field) => 'no label: ' + field.name),
  ...[...document.querySelectorAll('table')]
    .filter((table) => table.caption === null || table.querySelector('th[scope=col]') === null)
    .map(() => 'table without names'),
  ...(document.documentElement.scrollWidth > innerWidth ? ['wider than a phone'] : []),
]`;

let running: BrowserProcess;
let mail: MailReceiver;
let bank: RunningBank;
let lease: BrowserLease;
/** What a browser complains about: scripts, styles and requests that the page's own rules refuse. */
let complaints: string[];

beforeAll(async () => {
  running = await createTestLauncher().start();
});

afterAll(async () => {
  await running.stop();
});

beforeEach(async () => {
  mail = await receiveMail();
  bank = await runBank({ delivery: { mail: { host: '127.0.0.1', port: mail.port }, sms: null } });
  lease = await openLease(running, sessionFor([new URL(bank.url).host], { viewport: PHONE }), {
    signal: new AbortController().signal,
    onStuck: () => undefined,
  });
  complaints = [];
  lease.page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of')) {
      complaints.push(message.text());
    }
  });
  lease.page.on('request', (request) => {
    if (!request.url().startsWith(bank.url)) complaints.push(`asked for ${request.url()}`);
  });
});

afterEach(async () => {
  await lease.release();
  await bank.stop();
  await mail.stop();
});

/** One person at one bank, who finds things by their words. */
class Person {
  readonly page: Page;
  readonly look: Look;
  readonly #bankId: string;

  constructor(page: Page, bankId: string) {
    const personality = personalities.find(({ id }) => id === bankId);
    if (personality === undefined) throw new Error(`there is no bank ${bankId}`);
    this.page = page;
    this.look = personality.portal.looks[1];
    this.#bankId = bankId;
  }

  get words() {
    return this.look.words;
  }

  async signIn(username: string, password: string): Promise<void> {
    const { signIn } = this.words;
    await this.page.goto(`${bank.url}/${this.#bankId}/portal`);
    await this.fill({ [signIn.companyId]: COMPANY, [signIn.username]: username });
    if (this.look.signInPages === 2) await this.press(signIn.goOn);
    await this.fill({ [signIn.password]: password });
    await this.press(signIn.submit);
  }

  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.page.getByLabel(label, { exact: true }).fill(value);
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.#arrive();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    await this.#arrive();
  }

  /** A click waits until the answer has begun, and not until the page is read. */
  async #arrive(): Promise<void> {
    await this.page.waitForLoadState('domcontentloaded');
    expect(await this.page.evaluate<string[]>(FIND_FAULTS)).toEqual([]);
  }

  heading(): Promise<string> {
    return this.page.getByRole('heading', { level: 1 }).innerText();
  }

  /** Goes through whatever stands before the accounts. */
  async passSteps(): Promise<string[]> {
    const { code, enrol, newPassword, notice, accounts } = this.words;
    const passed: string[] = [];
    for (let step = await this.heading(); step !== accounts.heading; step = await this.heading()) {
      expect(passed).not.toContain(step);
      passed.push(step);
      if (step === newPassword.heading) {
        await this.fill({ [newPassword.next]: GOOD_PASSWORD, [newPassword.repeat]: GOOD_PASSWORD });
        await this.press(newPassword.submit);
      } else if (step === enrol.heading) {
        const secret = await this.page.getByLabel(enrol.secret, { exact: true }).innerText();
        await this.fill({ [enrol.code]: totpAt(secret, bank.clockMs) });
        await this.press(enrol.submit);
      } else if (step === code.heading) {
        const sent = /(?:passcode:|reads:)\s+(\d{3,4}[ -]\d{3,4})/.exec(mail.mails.at(-1)?.text ?? '')?.[1];
        await this.fill({ [code.label]: sent ?? '' });
        await this.press(code.submit);
      } else {
        expect(step).toBe(notice.heading);
        await this.press(notice.accept);
      }
    }
    return passed;
  }
}

/** The bytes that an act makes the bank send. */
async function download(act: () => Promise<void>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const result = await lease.downloads.take(act, {
    beginTimeoutMs: 60_000,
    signal: lease.lost,
    onBytes: async (bytes) => {
      for await (const chunk of bytes) chunks.push(chunk);
    },
  });
  expect(result.kind).toBe('done');
  return Buffer.concat(chunks);
}

/** The owner enters a user who may see everything, and hands the code of the invitation over. */
async function createByOwner(bankId: string): Promise<void> {
  const owner = new Person(lease.page, bankId);
  const { users } = owner.words;
  await owner.signIn('owner', `owner-${COMPANY}`);
  await owner.follow(users.add);
  const person = { [users.firstName]: 'Causeway', [users.lastName]: 'Service', [users.username]: USERNAME };
  await owner.fill({ ...person, [users.email]: 'c-browser@inbox.causeway.example' });
  const factor = bankId === 'harbor' ? 'totp' : 'email';
  await owner.page.getByLabel(users.secondFactor, { exact: true }).selectOption({ label: users.secondFactors[factor] });
  await owner.press(users.goOn);
  for (const box of await owner.page.getByRole('checkbox').all()) await box.check();
  if (owner.look.reviewsUsers) await owner.press(users.goOn);
  await owner.press(users.create);
  expect(await owner.heading()).toBe(users.createdHeading);
  await owner.press(owner.words.signIn.signOut);
}

async function activate(person: Person): Promise<void> {
  const { activation, signIn, newPassword } = person.words;
  const whole = mail.mails.at(-1)?.text ?? '';
  // The id of a message, in its head, may look like a code.
  const text = whole.slice(whole.search(/\r?\n\r?\n/));
  await person.page.goto(/(http:\S+)/.exec(text)?.[1] ?? '');
  const code = /([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})/.exec(text)?.[1] ?? '';
  await person.fill({ [signIn.companyId]: COMPANY, [signIn.username]: USERNAME, [activation.code]: code });
  await person.fill({ [newPassword.next]: GOOD_PASSWORD, [newPassword.repeat]: GOOD_PASSWORD });
  await person.press(activation.submit);
  expect(await person.page.getByRole('status').innerText()).toBe(activation.done);
}

describe.each(personalities.map(({ id }) => id))('a real browser at %s', (bankId) => {
  it('goes from the owner over an invitation, a sign-in and rows to a file and a document', async () => {
    await createByOwner(bankId);
    const person = new Person(lease.page, bankId);
    await activate(person);
    await person.signIn(USERNAME, GOOD_PASSWORD);
    expect((await person.passSteps()).length).toBe(2);

    const { words } = person;
    await person.follow('Operating Checking');
    const table = person.page.getByRole('table', { name: words.transactions.heading });
    expect(await table.getByRole('row').count()).toBeGreaterThan(20);
    await person.follow(words.transactions.next);

    await person.follow(words.places.downloads);
    const format = words.downloads.formats.camt053;
    if (person.look.formatField === 'radio') await person.page.getByLabel(format, { exact: true }).check();
    else await person.page.getByLabel(words.downloads.format, { exact: true }).selectOption({ label: format });
    const bytes = await download(() => person.page.getByRole('button', { name: words.downloads.submit }).click());
    const file = collectStatements(bytes);
    expect([file.format, file.error, file.statements.length]).toEqual(['camt053', null, 1]);

    await person.follow(words.places.statements);
    const month = words.statements.link('October 2026');
    const statement = await download(() => person.page.getByRole('link', { name: month, exact: true }).click());
    expect(statement.subarray(0, 5).toString()).toBe('%PDF-');

    await person.press(words.signIn.signOut);
    expect(await person.page.getByRole('status').innerText()).toBe(words.signIn.signedOut);
    await person.page.goBack();
    await person.page.reload();
    expect(await person.heading()).toBe(words.signIn.heading);
    expect(complaints).toEqual([]);
  });
});
