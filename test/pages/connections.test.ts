import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { smallBai2File } from '../support/banks/small-file.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { beginDemoConnection, type DemoConnection, eventually } from '../support/system/onboarding.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { type SignedInPage, startWebStage, type WebStage } from './stage.ts';

let stage: WebStage;
let organization: TestOrganization;
let connection: DemoConnection;
let owner: SignedInPage;

beforeAll(async () => {
  stage = await startWebStage();
  organization = await stage.system.createOrganization();
  owner = await stage.signIn({ organization });
});
afterAll(async () => stage?.stop());
afterEach(() => stage.expectClean());

describe('the overview', () => {
  it('leads to the first connection while there is none', async () => {
    const { page } = owner;
    await page.getByText('Connect the first bank').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'overview-empty');
    await page.getByRole('button', { name: 'Connect a bank' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connect a bank' }).waitFor();
  });
});

describe('connecting a bank', () => {
  it('makes a connection, and its page says what to enter at the bank', async () => {
    const { page } = owner;
    const other = page.getByRole('button', { name: 'Connect Harbor Demo Bank' });
    await other.waitFor();
    await page.getByLabel('Name of the bank').fill('ridge');
    // The list of before stays until the new one comes, and moves then.
    await other.waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: /^Connect Ridgeline/ })
      .first()
      .click();
    await page.getByText('Create the delegated user at the bank').waitFor();
    await page.getByRole('button', { name: 'Copy User name' }).waitFor();
    // The bank's own words, which Connect shows as well, and where the demo bank really is.
    await page.getByText('History', { exact: true }).waitFor();
    await page.getByText('Family name').waitFor();
    expect(await page.getByRole('link', { name: /^Sign in to Ridgeline/ }).getAttribute('href')).toBe(
      `${stage.system.bankUrl}/ridgeline/portal`,
    );
    await page.getByRole('note', { name: 'Demo bank' }).getByText('owner-4410071').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connection-setup');
  });

  it('shows the first sign-in as it happens, without a reload', async () => {
    const { page } = owner;
    connection = await beginDemoConnection(organization.test, stage.system.bankUrl, 'harbor');
    await owner.goToPage(`/connections/${connection.id}`);
    await page.getByRole('textbox', { name: 'Company ID' }).fill(connection.companyId);
    expect(await page.getByRole('textbox', { name: 'User ID' }).inputValue()).toBe(connection.username);
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('dialog', { name: 'Leave this page?' }).getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('textbox', { name: 'User ID' }).inputValue()).toBe(connection.username);
    await page.getByLabel('Password', { exact: true }).fill(connection.password);
    await page.getByRole('button', { name: 'Save the login' }).click();
    await page.getByText('Stored', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'The bank side is done' }).click();
    await page.getByText('All is well').waitFor();
    await page.getByRole('table', { name: 'Accounts' }).getByRole('row').nth(1).waitFor();
    await page.getByText('Proven').first().waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'connection');
  });
});

describe('a connection', () => {
  it('is synced, paused and resumed by its buttons', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByRole('table', { name: 'Sync runs' }).getByText('By hand').first().waitFor();
    const path = { connectionId: connection.id };
    const listRuns = () => organization.test.all<Schemas['SyncRun']>('listSyncRuns', { path });
    const hasRead = (trigger: string) => (runs: readonly Schemas['SyncRun'][]) =>
      runs.some((run) => run.trigger === trigger && run.status === 'succeeded');
    // A sync that ends after the connection was resumed plans the next one for later.
    await eventually(listRuns, hasRead('manual'), 'the sync by hand');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByText('This connection is paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('All is well').waitFor();
    // What was paused is read at once when it is resumed; nothing else is taken in meanwhile.
    await eventually(listRuns, hasRead('schedule'), 'the sync of the resumed connection');
  });

  it('opens a run beside the page', async () => {
    const { page } = owner;
    await page.getByRole('table', { name: 'Sync runs' }).getByRole('row').nth(1).click();
    await page.getByRole('dialog', { name: 'Sync run' }).getByText('Run id').waitFor();
    await keepScreenshot(page, 'connection-run');
    await page.keyboard.press('Escape');
  });

  it('is asked before it is revoked, and stays when nobody confirms', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Revoke…' }).click();
    await page.getByRole('dialog').getByText('syncs never come back').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('All is well').waitFor();
  });

  it('takes a bank file, and shows what it brought', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Upload a bank file' }).click();
    const dialog = page.getByRole('dialog', { name: 'Upload a bank file' });
    const file = { name: 'statement.bai', mimeType: 'text/plain', buffer: Buffer.from(smallBai2File(3)) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await dialog.getByText('statement.bai: 3 added').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page
      .getByRole('table', { name: 'Sync runs' })
      .getByText(/^3 added/)
      .waitFor();
  });

  it('that is not there says so, with the id of the request', async () => {
    await owner.goToPage('/connections/019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18');
    await owner.page.getByText('There is no such thing here').waitFor();
    await owner.page.getByRole('button', { name: 'Copy the request id' }).waitFor();
    await owner.goToPage('/connections/no-such-id');
    await owner.page.getByText('The address may be mistyped.').waitFor();
    expect(await owner.page.getByText(/for this key/).count()).toBe(0);
    await keepScreenshot(owner.page, 'connection-missing');
  });
});

describe('the list of connections', () => {
  it('filters by status, in the address, and is used by the keyboard', async () => {
    const { page } = owner;
    await owner.goToPage('/connections?status=active');
    const table = page.getByRole('table', { name: 'Connections' });
    await table.getByText('Harbor').first().waitFor();
    expect(await table.getByRole('row').count()).toBe(2);
    await expectAccessible(page);
    await keepScreenshot(page, 'connections');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await table.getByText('Set-up not finished').waitFor();
    await table.getByRole('row').nth(1).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
  });
});

describe('the overview of connected banks', () => {
  it('shows the position, the health of each connection, and what needs a person', async () => {
    const { page } = owner;
    await owner.goToPage('/');
    await page.getByRole('region', { name: 'Position in USD' }).getByText('USD').first().waitFor();
    await page.getByRole('list', { name: 'Connections' }).getByText('Active').waitFor();
    await page.getByRole('link', { name: 'Create the delegated user at the bank' }).waitFor();
    await page.getByText('Transactions changed').first().waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'overview');
  });

  it('is the same in dark and on a phone', async () => {
    const dark = await stage.signInAgain(owner.member, { scheme: 'dark' });
    await dark.page.getByRole('region', { name: 'Position in USD' }).waitFor();
    await keepScreenshot(dark.page, 'overview-dark');
    await dark.goToPage(`/connections/${connection.id}`);
    await dark.page.getByText('All is well').waitFor();
    await keepScreenshot(dark.page, 'connection-dark');
    await dark.close();
    const phone = await stage.signInAgain(owner.member, { device: 'phone' });
    await phone.page.getByRole('region', { name: 'Position in USD' }).waitFor();
    await expectAccessible(phone.page);
    await keepScreenshot(phone.page, 'overview-phone');
    await phone.page.getByRole('button', { name: 'Open the navigation' }).click();
    await phone.page.getByRole('link', { name: 'Connections', exact: true }).click();
    await phone.page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    await keepScreenshot(phone.page, 'connections-phone');
    await phone.goToPage(`/connections/${connection.id}`);
    await phone.page.getByText('All is well').waitFor();
    const overflow = await phone.page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBe(0);
    await keepScreenshot(phone.page, 'connection-phone');
    await phone.close();
  });
});

describe('connections of several entities', () => {
  it('are told apart by whose they are, in the list and on the overview', async () => {
    const body = { externalEntityId: 'alder', name: 'Alder and Finch' };
    const { entityId } = await organization.test.get<Schemas['Entity']>('createEntity', { body });
    await organization.test.get('createConnection', { body: { entityId, institutionId: 'harbor-demo-bank' } });
    const { page } = owner;
    await owner.goToPage('/connections');
    const table = page.getByRole('table', { name: 'Connections' });
    await table.getByRole('columnheader', { name: 'Entity' }).waitFor();
    const bank = table.getByRole('row').filter({ hasText: 'Harbor Demo Bank' });
    await bank.filter({ hasText: 'Alder and Finch' }).waitFor();
    expect(await bank.count()).toBe(2);
    await expectAccessible(page);
    await keepScreenshot(page, 'connections-of-entities');
    await owner.goToPage('/');
    await page.getByRole('list', { name: 'Connections' }).getByText('Alder and Finch').waitFor();
    await page.getByText('Harbor Demo Bank · Alder and Finch').waitFor();
    await expectAccessible(page);
  });
});

describe('a viewer', () => {
  it('sees everything and is offered nothing that changes it', async () => {
    const viewer = await stage.signIn({ organization, role: 'viewer' });
    await viewer.page.getByRole('region', { name: 'Position in USD' }).waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Connect a bank' }).count()).toBe(0);
    await viewer.goToPage(`/connections/${connection.id}`);
    await viewer.page.getByText('All is well').waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Sync now' }).count()).toBe(0);
    await viewer.goToPage('/connections/new');
    await viewer.page.getByText('You may not see this').waitFor();
    await expectAccessible(viewer.page);
    await viewer.close();
  });
});
