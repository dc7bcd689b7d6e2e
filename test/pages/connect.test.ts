import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDelegatedUser } from '../../src/cli/quickstart/bank-owner.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { stockTenant } from '../support/records/stocked-tenant.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { startWebStage, type WebStage } from './stage.ts';

type Created = Schemas['ConnectSessionCreated'];

const COMPANY = '4410071';
const UNPROVISIONED = {
  emailProvisioningStatus: 'notAvailable',
  phoneNumberProvisioningStatus: 'notAvailable',
} as const;

let stage: WebStage;
let organization: TestOrganization;
let entityId: string;

beforeAll(async () => {
  stage = await startWebStage({ settings: { CAUSEWAY_MAIL_DOMAIN: 'inbox.causeway.example' } });
  organization = await stage.system.createOrganization();
  entityId = await defaultEntityOf(organization.test);
});
afterAll(() => stage?.stop());
afterEach(() => stage.expectClean());

async function createLink(
  body: object = {},
): Promise<{ readonly path: string; readonly id: string; readonly url: string }> {
  const made = await organization.test.get<Created>('createConnectSession', { body: { entityId, ...body } });
  const { pathname, hash } = new URL(made.url);
  return { path: pathname + hash, id: made.connectSession.id, url: made.url };
}

const sessionOf = (connectSessionId: string) =>
  organization.test.get<Schemas['ConnectSession']>('getConnectSession', { path: { connectSessionId } });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Creates the user at the bank as its owner does, with what the page says. Returns its password. */
async function createBankUser(connectionId: string): Promise<string> {
  const { now } = await organization.test.get<Schemas['SandboxClock']>('getSandboxClock');
  const { setup } = await organization.test.get<Schemas['SetupConnection']>('getConnection', {
    path: { connectionId },
  });
  const bank = { bankUrl: stage.system.bankUrl, bank: 'harbor', companyId: COMPANY, virtualTime: now };
  const { password } = await createDelegatedUser({
    ...bank,
    instructions: { ...setup.instructions, ...UNPROVISIONED },
  });
  return password;
}

async function enterLogin(page: Page, password: string): Promise<void> {
  await page.getByLabel('Company ID').fill(COMPANY);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Connect').click();
}

/** Goes on with a link that has ended. The page may have found that by itself before, as it looks every now and then. */
async function meetTheEnd(page: Page): Promise<void> {
  const goOn = async () => {
    await button(page, 'Linden Demo Bank').click();
    await button(page, 'Begin').click();
  };
  // What is left of it ends with the page.
  goOn().catch(() => undefined);
  await heading(page, 'This link has ended');
}

/** Before the page can show that something is under way. */
const clickTwice = (target: Locator) =>
  target.evaluate((element: unknown) => {
    const { click } = element as { click(): void }; // Runs in the page, whose types are not known here.
    click.call(element);
    click.call(element);
  });

/** Everything that a page shows of itself, or leaves to other tabs and to later: its address, and what the browser keeps for the site. */
async function listTraces(page: Page): Promise<string> {
  const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, document.cookie, history.state])');
  return `${page.url()}${kept}${JSON.stringify(await page.context().cookies())}`;
}

describe('a link', () => {
  it('leads from the choice of the bank to the end, past a wrong password, on two devices', async () => {
    const theme = { name: 'Harborpine', color: '#ffd23f' };
    const link = await createLink({ theme, returnUrl: 'https://app.example/banks' });
    const [, token = ''] = link.url.split('#');
    const desk = await stage.visit(link.path);
    const { page } = desk;
    const referrers: string[] = [];
    page.on('request', (request) => {
      const { referer } = request.headers();
      if (referer?.includes(token)) referrers.push(request.url());
    });
    await heading(page, 'Which bank do you want to connect?');
    await page.getByText('Harborpine', { exact: true }).waitFor();
    expect(token).not.toBe('');
    expect(page.url()).toBe(new URL(`/connect/${link.id}`, stage.system.apiUrl).href);
    await page.getByLabel('Bank', { exact: true }).fill('harbor demo');
    await button(page, 'Harbor Demo Bank').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-bank');
    await button(page, 'Harbor Demo Bank').click();
    await heading(page, 'Connect Harbor Demo Bank');
    await page.getByText('United States').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-confirm');
    await button(page, 'Another bank').click();
    await heading(page, 'Which bank do you want to connect?');
    expect((await sessionOf(link.id)).connectionId).toBeNull();
    await page.goBack();
    await heading(page, 'Connect Harbor Demo Bank');
    await page.goBack();
    // What was typed is there again.
    expect(await page.getByLabel('Bank', { exact: true }).inputValue()).toBe('harbor demo');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await button(page, 'Harbor Demo Bank').click();
    await heading(page, 'Connect Harbor Demo Bank');
    await clickTwice(button(page, 'Begin'));
    await heading(page, 'Set up access at Harbor Demo Bank');
    expect(sent.filter((each) => !each.startsWith('GET'))).toHaveLength(1);
    const portal = page.getByRole('link', { name: 'Sign in to Harbor Demo Bank' });
    expect(await portal.getAttribute('href')).toBe(`${stage.system.bankUrl}/harbor/portal`);
    await page.getByRole('note', { name: 'Demo bank' }).getByText('owner-4410071').waitFor();
    await page.getByText('User administration').waitFor();
    // Said for a moment only.
    await Promise.all([button(page, 'Copied: Copy User ID').waitFor(), button(page, 'Copy User ID').click()]);
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-instructions');

    const { connectionId } = await sessionOf(link.id);
    const password = await createBankUser(connectionId ?? '');
    // On another device, with the same link.
    const phone = await stage.visit(link.path, { device: 'phone', scheme: 'dark' });
    await heading(phone.page, 'Set up access at Harbor Demo Bank');
    await button(phone.page, 'I have the login').click();
    await heading(phone.page, 'Enter the login from Harbor Demo Bank');
    await expectAccessible(phone.page);
    await keepScreenshot(phone.page, 'connect-login-phone');
    await phone.page.getByLabel('Company ID').fill(COMPANY);
    await phone.page.goBack();
    await heading(phone.page, 'Set up access at Harbor Demo Bank');
    await phone.page.goForward();
    expect(await phone.page.getByLabel('Company ID').inputValue()).toBe(COMPANY);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await enterLogin(phone.page, 'Wrong/password+1');
    await phone.page.getByRole('alert').getByText('The bank did not accept this login').waitFor();
    await expectAccessible(phone.page);
    await keepScreenshot(phone.page, 'connect-refused-phone');
    // What is not secret need not be typed again.
    expect(await phone.page.getByLabel('Company ID').inputValue()).toBe(COMPANY);
    expect(await phone.page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await phone.page.reload();
    await phone.page.getByText('Check the login at the bank, then enter it here once more.').waitFor();
    await enterLogin(phone.page, password);
    await heading(phone.page, 'Harbor Demo Bank is connected');
    await expectAccessible(phone.page);
    await keepScreenshot(phone.page, 'connect-done-phone');
    const back = phone.page.getByRole('link', { name: 'Back to Harborpine' });
    expect(await back.getAttribute('href')).toBe('https://app.example/banks');
    await page.goBack();
    await heading(page, 'Harbor Demo Bank is connected');
    // The page that was left open on the first device comes to the same end by itself.
    await page.reload();
    await heading(page, 'Harbor Demo Bank is connected');
    expect(await listTraces(page)).not.toContain(token);
    expect(referrers).toEqual([]);
    expect(await sessionOf(link.id)).toMatchObject({ status: 'completed', connectionId });
    await desk.close();
    await phone.close();
  });

  it('can be worked through with the keyboard alone', async () => {
    const link = await createLink({ institutionId: 'linden-demo-bank' });
    const { page, close } = await stage.visit(link.path);
    const focused = () => page.evaluate('document.activeElement.textContent');
    // The new heading has the keyboard, so that it is read out.
    await expect.poll(focused).toBe('Connect Linden Demo Bank');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Set up access at Linden Demo Bank');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Sign in to Linden Demo Bank');
    for (let tries = 0; (await focused()) !== 'I have the login' && tries < 20; tries += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Client no.').waitFor();
    expect(await page.getByLabel('PIN', { exact: true }).getAttribute('type')).toBe('password');
    await close();
  });

  it('asks for the code of the bank, and says when it is on its way', async () => {
    const { commands } = stage.system.installation;
    const stock = await stockTenant(commands, organization.id, 'test');
    const { sql } = stage.system.database;
    await sql`update connections set status = 'reauthRequired', error_code = 'mfa_required', error_message = 'x'
      where id = ${stock.connectionId}`;
    const challenge = await openChallenge(commands, stock.account, stock.connectionId);
    const link = await createLink({ entityId: stock.entityId, connectionId: stock.connectionId });
    const { page, close } = await stage.visit(link.path, { device: 'phone' });
    await heading(page, /asks for a code/);
    await page.getByText('It comes as a text message to •••• 4821.').waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/^[45]:\d\d left$/);
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-code-phone');
    const field = page.getByLabel('Verification code');
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await field.fill('12');
    await button(page, 'Confirm').click();
    await page.getByText('Codes of this bank have 6 digits').waitFor();
    await keepScreenshot(page, 'connect-code-fault-phone');
    await field.fill('482139');
    await button(page, 'Confirm').click();
    await eventually(
      async () => sql<{ by: string | null }[]>`select answered_by as by from mfa_challenges where id = ${challenge.id}`,
      ([row]) => row?.by === 'person',
      'the answer',
    );
    await close();
  });

  it('says which way of codes to choose at the bank, and of a code that comes that way that nobody has to give it', async () => {
    const link = await createLink({ institutionId: 'linden-portal-demo-bank' });
    const { page, close } = await stage.visit(link.path);
    await button(page, 'Begin').click();
    await heading(page, 'Set up access at Linden Portal Demo Bank');
    await page.getByText('If it asks how one-time codes arrive, choose e-mail.').waitFor();
    await keepScreenshot(page, 'connect-instructions-mailbox');
    const { connectionId } = await sessionOf(link.id);
    if (connectionId === null) throw new Error('the link has no connection');
    await stage.system.database.sql`update connections set status = 'pendingActivation' where id = ${connectionId}`;
    const tenant = { organizationId: organization.id, environment: 'test' } as const;
    const asked = { channel: 'email', destinationMasked: 'c•••@inbox.causeway.example' } as const;
    await openChallenge(stage.system.installation.commands, tenant, connectionId, asked);
    await heading(page, 'Linden Portal Demo Bank asks for a code');
    await page.getByText('This code comes to us. There is nothing to do').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-code-mailbox');
    await close();
  });

  it('that is revoked ends on the page that shows it, and one that never was is not known', async () => {
    const link = await createLink();
    const { page, close } = await stage.visit(link.path);
    await heading(page, 'Which bank do you want to connect?');
    await organization.test.get('revokeConnectSession', { path: { connectSessionId: link.id } });
    await meetTheEnd(page);
    await expectAccessible(page);
    // The address that the page shows opens nothing by itself; the whole link, opened where it was refused, is taken up.
    const address = new URL(`/connect/${link.id}`, stage.system.apiUrl).href;
    await page.goto(address);
    await heading(page, 'This link is not known');
    await page.getByText('what stands behind # is missing').waitFor();
    await page.goto(`${address}#wcs_${'A'.repeat(32)}`);
    await page.getByText('There is no such link.').waitFor();
    await close();
  });
});

describe('the console', () => {
  it('makes a link, shows it once with its QR code and the code for a page of another site, and revokes it', async () => {
    const developer = await stage.signIn({ organization, role: 'developer' });
    const { page } = developer;
    await developer.goToPage('/connections/new');
    await button(page, 'Send a link instead').click();
    await page.getByLabel('Site that may embed it (optional)').fill('https://shop.example');
    await button(page, 'Make the link').click();
    await page.getByRole('img', { name: 'The link as a QR code' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-link');
    const shown =
      (await page
        .getByText(/\/connect\/.*wcs_/)
        .first()
        .textContent()) ?? '';
    await button(page, 'Copy the code for a page').waitFor();
    const { pathname, hash } = new URL(shown);
    const { page: opened, close } = await stage.visit(pathname + hash);
    await heading(opened, 'Which bank do you want to connect?');
    await button(page, 'Done').click();
    await button(page, 'Send a link instead').click();
    const links = page.getByRole('region', { name: 'Links that are open' }).getByRole('listitem');
    const made = await organization.test.all<Schemas['ConnectSession']>('listConnectSessions');
    const { length: open } = made.filter(({ status }) => status === 'open');
    // What was read before the link was made is shown until it is read again.
    const untilThereAre = (count: number) => expect.poll(() => links.count()).toBe(count);
    await untilThereAre(open);
    await expectAccessible(page);
    // The newest is the first.
    await links.first().getByRole('button', { name: 'Revoke' }).click();
    await untilThereAre(open - 1);
    await meetTheEnd(opened);
    await close();
    await developer.close();
  });
});

describe('the embed script', () => {
  const SHOP = 'http://localhost:5173';

  /** A page of another site that shows a link. */
  async function openShop(linkUrl: string, origin = SHOP) {
    const opened = await stage.visit('/docs');
    const { page } = opened;
    const example = await readFile(new URL('../../examples/connect.html', import.meta.url), 'utf8');
    const html = example
      .replace('https://causeway.example.com/connect/YOUR#LINK', linkUrl)
      .replace('https://causeway.example.com', stage.system.apiUrl);
    await page.route(`${origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(`${origin}/banks`);
    const told = async () => (await page.locator('#said').textContent()) ?? '';
    return { ...opened, page, told, frame: page.frameLocator('iframe') };
  }

  it('shows the pages over those of another site, tells it what happens, and gives the keyboard back', async () => {
    const link = await createLink({ allowedOrigins: [SHOP] });
    const { page, told, frame, close } = await openShop(link.url);
    await button(page, 'Connect a bank').click();
    await frame.getByRole('heading', { name: 'Which bank do you want to connect?' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-embedded');
    await frame.getByRole('button', { name: 'Harbor Demo Bank' }).click();
    await frame.getByRole('button', { name: 'Begin' }).click();
    await frame.getByRole('heading', { name: 'Harbor Demo Bank is connected' }).waitFor();
    const { connectionId } = await sessionOf(link.id);
    const whole = `ready. institution_selected. completed. connected ${connectionId}. `;
    await eventually(told, (text) => text === whole, 'the word of success');
    // Messages of anybody else are not heard.
    await page.evaluate("window.postMessage({ source: 'causeway-connect', type: 'completed' }, '*')");
    await frame.getByRole('button', { name: 'Close' }).last().press('Escape');
    await eventually(told, (text) => text === `${whole}exit. closed. `, 'the exit');
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.id')).toBe('connect');
    await close();
  });

  it('shows the pages inside an element of another site, and takes them away when they are closed', async () => {
    const link = await createLink({ allowedOrigins: [SHOP] });
    const { page, told, frame, close } = await openShop(link.url);
    await page.evaluate(`(() => {
      const place = document.createElement('section');
      place.id = 'place';
      place.style.height = '620px';
      document.body.append(place);
      const say = (text) => { document.getElementById('said').textContent += text + '. '; };
      globalThis.opened = CausewayConnect.open({ url: ${JSON.stringify(link.url)}, container: place,
        onEvent: ({ type }) => say(type), onSuccess: () => say('connected'), onExit: () => say('closed') });
    })()`);
    await frame.getByRole('heading', { name: 'Which bank do you want to connect?' }).waitFor();
    // What the page says of itself moves what stands below it.
    await eventually(told, (text) => text === 'ready. ', 'the first word');
    // In the page and of its size, not over it: what stands beside it can still be used.
    expect(await page.locator('dialog').count()).toBe(0);
    const place = await page.locator('#place').boundingBox();
    expect(await page.locator('#place iframe').boundingBox()).toEqual(place);
    await button(page, 'Connect a bank').focus();
    expect(await page.evaluate('document.activeElement.id')).toBe('connect');
    await expectAccessible(page);
    await keepScreenshot(page, 'connect-inline');
    await frame.getByRole('button', { name: 'Harbor Demo Bank' }).press('Enter');
    await frame.getByRole('button', { name: 'Begin' }).press('Enter');
    await eventually(told, (text) => text.startsWith('ready. institution_selected. '), 'the choice');
    const { connectionId } = await sessionOf(link.id);
    expect(connectionId).not.toBeNull();
    await page.evaluate('globalThis.opened.close()');
    await page.evaluate('globalThis.opened.close()');
    // The bank may have been connected by then.
    expect(await told()).toMatch(/^ready\. institution_selected\. (completed\. connected\. )?exit\. closed\. $/);
    expect(await page.locator('#place').innerHTML()).toBe('');
    await close();
  });

  it('shows nothing in the pages of a site that is not allowed', async () => {
    const link = await createLink({ allowedOrigins: ['https://app.example'] });
    const { page, told, watch, close } = await openShop(link.url);
    watch.allow('frame-ancestors');
    const refusals: string[] = [];
    page.on('console', (message) => refusals.push(message.text()));
    await button(page, 'Connect a bank').click();
    const isRefused = (said: readonly string[]) => said.some((text) => text.includes('frame-ancestors'));
    await eventually(async () => refusals, isRefused, 'the refusal');
    expect(await told()).toBe('');
    await close();
  });
});
