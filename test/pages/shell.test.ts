import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { insertEvents } from '../../src/store/events/events.ts';
import { createMember, PASSWORD } from '../support/system/member.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { type SignedInPage, startWebStage, type WebStage } from './stage.ts';

/** Issue of the console: what a landing page may weigh, as it comes over the wire. */
const MAX_LANDING_BYTES = 250_000;

let stage: WebStage;
let organization: TestOrganization;
let owner: SignedInPage;

beforeAll(async () => {
  stage = await startWebStage({ worker: false });
  organization = await stage.system.createOrganization();
  owner = await stage.signIn({ organization });
});
afterAll(async () => stage?.stop());
afterEach(() => stage.expectClean());

describe('signing in', () => {
  it('asks for address and password, says when they are wrong, and lets people in by the keyboard alone', async () => {
    const place = { organizationId: organization.id, role: 'admin', environment: 'test' } as const;
    const { email } = await createMember(stage.system, place);
    const visitor = await stage.visit('/console/test/connections?status=paused');
    const { page } = visitor;
    await expectAccessible(page);
    await keepScreenshot(page, 'sign-in');
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('Address or password is not right.').waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=paused');
    await visitor.close();
  });

  it('is asked for again over the page when the session ends, and loses nothing that was typed', async () => {
    const member = await stage.signIn({ organization });
    const { page } = member;
    await member.goToPage('/connections/new');
    const other = page.getByRole('button', { name: 'Connect Ridgeline Demo Bank' });
    await other.waitFor();
    await page.getByLabel('Name of the bank').fill('harb');
    // Once all is read that the page wants: whatever it asked for without a session would have the sign-in come before the click.
    await other.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('button', { name: 'Connect Harbor Demo Bank' }).isEnabled()).toBe(true);
    await page.getByText('Live updates', { exact: true }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Connect Harbor Demo Bank' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'sign-in-again');
    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Create the delegated user at the bank', { exact: true }).waitFor();
    const made = await organization.test.all('listConnections', {});
    expect(made).toHaveLength(1);
    await member.close();
  });

  it('ends by the menu', async () => {
    const member = await stage.signIn({ organization, role: 'viewer' });
    await member.page.getByRole('button', { name: 'Your account' }).click();
    await member.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await member.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await member.close();
  });
});

describe('finding the way', () => {
  it('goes anywhere by a few letters', async () => {
    const { page } = owner;
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Where to go' }).fill('connec');
    await page.getByRole('option', { name: /^Connections/ }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    await expect.poll(() => page.title()).toBe('Connections · Causeway');
  });

  it('puts the focus on the name of the page that was gone to, and marks it in the navigation', async () => {
    const { page } = owner;
    await page.getByRole('link', { name: 'Overview', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await expect
      .poll(() => page.evaluate('document.activeElement.tagName + document.activeElement.textContent'))
      .toBe('H1Overview');
    const link = page.getByRole('link', { name: 'Overview', exact: true });
    await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
  });

  it('skips the navigation by the first press of Tab', async () => {
    const { page } = owner;
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('says so where there is no page, inside the console', async () => {
    await owner.goToPage('/no/such/page');
    await owner.page.getByText('There is no page at this address').waitFor();
    await expectAccessible(owner.page);
  });
});

describe('live and test data', () => {
  it('are told apart by a word, and changing between them keeps the list one is at', async () => {
    const { page } = owner;
    await owner.goToPage('/connections');
    await page.getByText('Test data. Nothing here is real money.').waitFor();
    await page.getByText('Live', { exact: true }).click();
    await page.waitForURL('**/console/live/connections');
    await page.getByText('No bank is connected yet').waitFor();
    expect(await page.getByText('Test data. Nothing here is real money.').count()).toBe(0);
  });
});

describe('people of no organization, and of two', () => {
  it('are told whom to ask', async () => {
    const member = await stage.signIn({ organization, role: 'viewer' });
    await stage.system.installation.sql`delete from members where person_id = ${member.member.id}`;
    await member.page.reload();
    await member.page.getByRole('heading', { level: 1, name: 'No organization' }).waitFor();
    await expectAccessible(member.page);
    await member.close();
  });

  it('change between them, and see nothing of the other one', async () => {
    const other = await stage.system.createOrganization();
    const member = await stage.signIn({ organization: other });
    const { sql } = stage.system.installation;
    await sql`update organizations set name = 'Second organization' where id = ${other.id}`;
    await sql`insert into members (organization_id, person_id, role, created_at)
      values (${organization.id}, ${member.member.id}, 'viewer', now())`;
    await member.goToPage('/connections');
    const { page } = member;
    const choice = page.getByRole('combobox', { name: 'Organization' });
    await choice.selectOption({ label: 'Test organization' });
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await member.goToPage('/connections');
    await page.getByText('Harbor Demo Bank').waitFor();
    await choice.selectOption({ label: 'Second organization' });
    await page.getByText('Connect the first bank').waitFor();
    // An address of the other one leads there.
    const [connection] = await organization.test.all<{ id: string }>('listConnections', {});
    await member.goToPage(`/connections/${connection?.id}`);
    await page.getByText('You are in Second organization.').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'other-organization');
    await page.setViewportSize({ width: 390, height: 800 });
    expect((await choice.boundingBox())?.width).toBeGreaterThan(200);
    await keepScreenshot(page, 'other-organization-phone');
    await page.getByRole('button', { name: 'Look in Test organization' }).click();
    await page.getByRole('heading', { level: 1, name: 'Harbor Demo Bank' }).waitFor();
    await member.close();
  });
});

describe('changes', () => {
  it('are shown as they come, without reading again every now and then; the page says when they do not come', async () => {
    const live = '**/v1/events/live';
    const { page, watch } = owner;
    watch.allow('net::ERR_FAILED');
    await page.route(live, (route) => route.abort());
    const nextRead = () => page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/events');
    const firstRead = nextRead();
    await owner.goToPage('/sandbox');
    await page.getByText('Reconnecting', { exact: true }).waitFor();
    await firstRead;
    // What happened before the page follows is told by no event.
    const readAgain = nextRead();
    await page.unroute(live);
    await page.getByText('Live updates', { exact: true }).waitFor();
    await readAgain;
    const reads: string[] = [];
    page.on('request', (request) => reads.push(new URL(request.url()).pathname));
    const { newId, now } = stage.system.installation.commands;
    const tenant = { organizationId: organization.id, environment: 'test' } as const;
    const data = { webhookId: newId(), message: 'This is a test event.' };
    await insertEvents(stage.system.database.sql, tenant, [
      { id: newId(), type: 'test', data, createdAt: await now(tenant) },
    ]);
    await page.getByRole('list', { name: 'Events' }).getByText('A test event was sent').first().waitFor();
    await expect.poll(() => reads.filter((path) => path === '/v1/events')).toHaveLength(1);
    await keepScreenshot(page, 'live');
  });
});

describe('the first load', () => {
  it('brings less script than it may, compressed', async () => {
    const { page } = await stage.signInAgain(owner.member);
    const bytes = await page.evaluate(
      `performance.getEntriesByType('resource').filter((each) => each.name.endsWith('.js')).reduce((sum, each) => sum + each.encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(MAX_LANDING_BYTES);
    await page.context().close();
  });

  it('is answered with a policy that lets nothing in from elsewhere, and unknown operations with JSON', async () => {
    const { apiUrl } = stage.system;
    const answer = await fetch(`${apiUrl}/console`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    for (const path of ['/v1/nothing', '/console/api/nothing', '/connect/api/nothing']) {
      const unknown = await fetch(apiUrl + path);
      expect([unknown.status, ((await unknown.json()) as { error: { code: string } }).error.code], path).toEqual([
        404,
        'not_found',
      ]);
    }
    expect((await fetch(`${apiUrl}/console`, { method: 'POST' })).status).toBe(404);
  });
});
