import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, type WebhookEvent } from '@causeway/client';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MailReceiver, receiveMail } from '../../apps/demo-bank/src/testing/message-receivers.ts';
import { bankAt } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD, orderPortal, signInPlainly } from '../../apps/demo-bank/src/testing/sign-in.ts';
import { createDelegatedUser } from '../../src/cli/quickstart/bank-owner.ts';
import { createSetUpLink } from '../../src/commands/people/create-people-link.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type PageWatch, watchPage } from './page-watch.ts';
import { keepScreenshot } from './screenshot.ts';
import { type StagePage, startWebStage, type WebStage } from './stage.ts';

const BANK = 'harbor';
const COMPANY = '4410071';
const SECOND_COMPANY = '4410072';
const CLERK = 'clerk@company.example';
/** A sign-in at a portal takes a browser of its own, on a machine that is busy with this one. */
const PATIENCE_MS = 60_000;

let stage: WebStage;
/** The mailbox of the company, which a person reads: no code reaches the platform by itself. */
let mail: MailReceiver;
/** Hears deliveries. */
let receiver: Server;
const deliveries: { readonly headers: Record<string, string>; readonly body: string }[] = [];

let owner: StagePage;
let caller: Caller;
let link: string;
let connectionId: string;
let secret: string;

beforeAll(async () => {
  mail = await receiveMail();
  stage = await startWebStage({
    settings: { CAUSEWAY_WEBHOOK_LOOPBACK: 'true', CAUSEWAY_BROWSER_PATH: 'carried' },
    delivery: { mail: { host: '127.0.0.1', port: mail.port }, sms: null },
  });
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    deliveries.push({ headers, body });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  receiver?.close();
  await stage?.stop();
  await mail?.stop();
});
afterEach(() => stage.expectClean());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor({ timeout: PATIENCE_MS });
const getConnection = () => caller.get<Schemas['ConnectionResource']>('getConnection', { path: { connectionId } });
/** The codes that the bank has sent by now, the latest last. */
const listCodes = () =>
  mail.mails.flatMap(
    ({ text }) =>
      /\b\d{6}\b/.exec(
        text
          .split(/\r?\n\r?\n/)
          .slice(1)
          .join('\n'),
      ) ?? [],
  );
const awaitCode = async (count: number) =>
  (
    await eventually(
      async () => listCodes(),
      ({ length }) => length >= count,
      `code ${count}`,
    )
  ).at(-1) ?? '';
/** The events that were delivered, each with a good signature, once they are as wanted. */
const awaitEvents = (holds: (events: readonly WebhookEvent[]) => boolean, what: string) =>
  eventually(
    async () => {
      const nowMs = Date.now();
      const verdicts = deliveries.map(({ headers, body }) => verifyWebhook({ secrets: secret, headers, body, nowMs }));
      return (await Promise.all(verdicts)).map((verdict) => {
        if (!verdict.valid) throw new Error(`a delivery was not signed as it says: ${verdict.reason}`);
        return verdict.event;
      });
    },
    holds,
    what,
  );

/** Creates a connection's user at the bank as the company's clerk does, who has its mail and gives it a password. Returns its name. */
async function createBankUser(id: string, companyId: string): Promise<string> {
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const { setup } = await caller.get<Schemas['SetupConnection']>('getConnection', { path: { connectionId: id } });
  const { username } = setup.instructions;
  const { password } = await createDelegatedUser({
    ...{ bankUrl: stage.system.bankUrl, bank: BANK, companyId, virtualTime: now },
    instructions: { ...setup.instructions, email: CLERK },
  });
  const bank = bankAt(() => stage.system.bankUrl);
  await signInPlainly(bank, BANK, { companyId, username, password });
  await orderPortal(bank, BANK, { companyId, username, secondFactor: 'email' });
  return username;
}

describe('from an empty installation to an event that is delivered twice', () => {
  it('the link of the server makes an owner', async () => {
    const { commands, sessions } = stage.system.installation;
    const setUp = await createSetUpLink({ ...commands, sql: sessions.service }, { replace: true });
    owner = await stage.visit(`/console/set-up#token=${setUp?.token}`);
    const { page } = owner;
    page.setDefaultTimeout(PATIENCE_MS);
    await page.getByLabel('Your organization').fill('Harbor Treasury');
    await page.getByLabel('Your name').fill('Olive Owner');
    await page.getByLabel('E-mail address').fill('olive@example.test');
    await page.getByLabel(/^Password/).fill('six random words of one person');
    await button(page, 'Set up and sign in').click();
    await page.getByText('Connect the first bank').waitFor();
    await keepScreenshot(page, 'story-1-first-run');
  });

  it('a key of the console opens the API', async () => {
    const { page } = owner;
    await owner.goTo('/console/test/keys');
    await button(page, 'Create key').first().click();
    await page.getByLabel('Name').fill('Ledger import');
    await page.getByRole('checkbox', { name: 'sandbox:write' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
    const key = (await page.getByLabel('The key', { exact: true }).textContent()) ?? '';
    await keepScreenshot(page, 'story-2-key');
    await button(page, 'I have copied it').click();
    const answer = await fetch(new URL('/v1/connections', stage.system.apiUrl), {
      headers: { authorization: `Bearer ${key}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([200, { data: [] }]);
    caller = stage.system.callerWith(key);
  });

  it('a webhook of the console waits for events', async () => {
    const { page } = owner;
    // What a server that listens on a port answers with.
    const { port } = receiver.address() as AddressInfo;
    await owner.goTo('/console/test/webhooks');
    await button(page, 'Add webhook').first().click();
    await page.getByRole('dialog').getByLabel('Address').fill(`http://127.0.0.1:${port}/hooks`);
    await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click();
    secret = (await page.getByLabel('The secret', { exact: true }).textContent()) ?? '';
    await keepScreenshot(page, 'story-3-webhook');
    await button(page, 'I have copied it').click();
  });

  it('a link of the console lets somebody else connect the bank, which asks for a code', async () => {
    await owner.goTo('/console/test/connections/new');
    await button(owner.page, 'Send a link instead').click();
    await button(owner.page, 'Make the link').click();
    link =
      (await owner.page
        .getByText(/\/connect\/?.*wcs_/)
        .first()
        .textContent()) ?? '';
    await keepScreenshot(owner.page, 'story-4-link');
    const { pathname, hash } = new URL(link);
    const { page, close } = await stage.visit(pathname + hash);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.getByLabel('Bank', { exact: true }).fill('harbor portal');
    await button(page, 'Harbor Portal Demo Bank').click();
    await button(page, 'Begin').click();
    await heading(page, 'Set up access at Harbor Portal Demo Bank');
    await keepScreenshot(page, 'story-5-instructions');
    const [connection] = await caller.all<Schemas['ConnectionResource']>('listConnections');
    connectionId = connection?.id ?? '';
    await createBankUser(connectionId, COMPANY);
    await button(page, 'I have the login').click();
    await page.getByLabel('Company ID').fill(COMPANY);
    await page.getByLabel('Password', { exact: true }).fill(GOOD_PASSWORD);
    await keepScreenshot(page, 'story-6-login');
    await button(page, 'Connect').click();
    await heading(page, 'Harbor Portal Demo Bank asks for a code');
    await page.getByText('c•••@company.example').first().waitFor();
    await keepScreenshot(page, 'story-7-code');
    await page.getByLabel('Verification code').fill(await awaitCode(1));
    await button(page, 'Confirm').click();
    await heading(page, 'Harbor Portal Demo Bank is connected');
    await keepScreenshot(page, 'story-8-connected');
    await close();
  });

  it('its transactions are in the console, as many as the API has', async () => {
    const { page } = owner;
    const known = await caller.all('listTransactions');
    expect(known.length).toBeGreaterThan(20);
    await owner.goTo('/console/test/transactions');
    await page.getByText(`${known.length} transactions`).waitFor();
    await keepScreenshot(page, 'story-9-transactions');
  });

  it('a scenario brings another one, seen as it comes, once its code is given in the console', async () => {
    const { page } = owner;
    const before = await caller.all<Schemas['Transaction']>('listTransactions');
    const { watch, ...stream } = await openBeside(page, '/console/test/stream');
    // The choice of the environment has a word of this name as well.
    await stream.page.locator('#main').getByText('Live', { exact: true }).waitFor();
    await owner.goTo('/console/test/sandbox');
    await button(page, 'Make it happen').click();
    await page.getByText('Done at the bank: new transactions').waitFor();
    await keepScreenshot(page, 'story-10-scenario');
    await button(page, 'Sync it now').click();
    await eventually(getConnection, (seen) => seen.kind === 'ready' && seen.syncStatus === 'syncing', 'the sync');
    await owner.goTo(`/console/test/connections/${connectionId}`);
    await page.getByText('The bank asks for a code by e-mail').waitFor();
    await page.getByRole('region', { name: 'What to do next' }).getByText('Enter it below').waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await awaitCode(2));
    await keepScreenshot(page, 'story-11-code-in-console');
    await button(page, 'Send to the bank').click();
    const arrived = stream.page.getByRole('table', { name: 'Changes' }).getByRole('row', { name: /^Added/ });
    await arrived.first().waitFor();
    await keepScreenshot(stream.page, 'story-12-stream');
    await page
      .getByRole('table', { name: 'Sync runs' })
      .getByText(/^\d+ added/)
      .nth(1)
      .waitFor();
    const known = new Set(before.map(({ id }) => id));
    const added = (await caller.all<Schemas['Transaction']>('listTransactions')).filter(({ id }) => !known.has(id));
    // The simulated day goes on meanwhile, so the bank may have booked more.
    expect(added.length).toBeGreaterThan(0);
    for (const { description, rawDescription } of added)
      await arrived
        .filter({ hasText: description ?? rawDescription ?? '' })
        .first()
        .waitFor();
    watch.expectClean();
    await stream.page.close();
  });

  it('the webhook hears of it, and once more when the event is replayed', async () => {
    const { page } = owner;
    const isChange = ({ type }: WebhookEvent) => type === 'transactions.sync_available';
    const heard = await awaitEvents((events) => events.filter(isChange).length === 2, 'the event of the sync');
    const event = heard.filter(isChange).at(-1);
    expect(heard.filter(({ id }) => id === event?.id)).toHaveLength(1);
    await owner.goTo('/console/test/webhooks');
    await page.getByRole('table', { name: 'Webhooks' }).getByRole('link').first().click();
    const table = page.getByRole('table', { name: 'Deliveries' });
    await table
      .getByRole('row', { name: /transactions\.sync_available/ })
      .first()
      .click();
    const drawer = page.getByRole('dialog', { name: 'Delivery' });
    await drawer
      .getByText(event?.id ?? '')
      .first()
      .waitFor();
    await button(page, 'Replay the event').click();
    await drawer.getByText('The event is on its way once more').waitFor();
    const again = await awaitEvents((events) => events.filter(({ id }) => id === event?.id).length === 2, 'the replay');
    expect(again.filter(({ id }) => id === event?.id)).toEqual([event, event]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await keepScreenshot(page, 'story-13-replayed');
  });

  it('a bank that is connected in the console asks its first code there', async () => {
    const { page } = owner;
    await owner.goTo('/console/test/entities');
    await button(page, 'Add entity').click();
    await page.getByRole('dialog').getByLabel('Your id').fill('second');
    await page.getByRole('dialog').getByLabel('Name').fill('Second company');
    await page.getByRole('dialog').getByRole('button', { name: 'Add entity' }).click();
    await page.getByRole('table', { name: 'Entities' }).getByText('Second company').waitFor();
    await owner.goTo('/console/test/connections/new');
    await page.getByRole('combobox', { name: 'For the entity' }).click();
    await page.getByRole('option', { name: 'Second company' }).click();
    await page.getByLabel('Name of the bank').fill('harbor portal');
    await button(page, 'Connect Harbor Portal Demo Bank').click();
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
    const username = await createBankUser(new URL(page.url()).pathname.split('/').at(-1) ?? '', SECOND_COMPANY);
    await page.getByRole('textbox', { name: 'Company ID' }).fill(SECOND_COMPANY);
    expect(await page.getByRole('textbox', { name: 'User ID' }).inputValue()).toBe(username);
    await page.getByLabel('Password', { exact: true }).fill(GOOD_PASSWORD);
    await button(page, 'Save the login').click();
    await page.getByText('Stored', { exact: true }).waitFor();
    const known = listCodes().length;
    await button(page, 'The bank side is done').click();
    await page.getByText('The bank asks for a code by e-mail').waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await awaitCode(known + 1));
    await keepScreenshot(page, 'story-14-first-code-in-console');
    await button(page, 'Send to the bank').click();
    await page.getByText('All is well').waitFor();
    await page.getByRole('table', { name: 'Accounts' }).getByText('Proven').first().waitFor();
    // Read a moment ago, and said so.
    await page.getByText('Data as of').locator('..').getByRole('time').waitFor();
    await keepScreenshot(page, 'story-15-connected-in-console');
  });
});

/** Another window of the same person. */
async function openBeside(page: Page, path: string): Promise<{ readonly page: Page; readonly watch: PageWatch }> {
  const other = await page.context().newPage();
  other.setDefaultTimeout(PATIENCE_MS);
  const watch = await watchPage(other);
  await other.goto(new URL(path, stage.system.apiUrl).href);
  return { page: other, watch };
}
