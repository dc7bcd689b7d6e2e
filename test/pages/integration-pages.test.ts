import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { fileForm } from '../support/banks/small-file.ts';
import { makeUnsurePair } from '../support/banks/unsure-pair.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { eventually } from '../support/system/onboarding.ts';
import type { TestOrganization } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { type SignedInPage, startWebStage, type WebStage } from './stage.ts';

let stage: WebStage;
let scenario: ScenarioStage;
let owner: SignedInPage;
/** Hears deliveries, and answers as it is told to. */
let receiver: Server;
let answer = 200;
let received = 0;

beforeAll(async () => {
  stage = await startWebStage({ settings: { CAUSEWAY_WEBHOOK_LOOPBACK: 'true' } });
  scenario = await setStage(stage.system, 'harbor');
  receiver = createServer((request, response) => {
    request.resume();
    received += 1;
    response.writeHead(answer).end('heard');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  owner = await stage.signIn({ organization: scenario.organization });
});
afterAll(async () => {
  receiver?.close();
  await stage?.stop();
});
afterEach(() => stage.expectClean());

// What a server that listens on a port answers with.
const receiverUrl = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;

async function choose(page: Page, part: Locator, field: string, choice: string): Promise<void> {
  await part.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: choice, exact: true }).click();
}

const readAddress = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

describe('webhooks', () => {
  it('are added, and the secret is shown this once', async () => {
    const { page } = owner;
    await owner.goToPage('/webhooks');
    await page.getByText('No webhooks yet').waitFor();
    await page.getByRole('button', { name: 'Add webhook' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill(receiverUrl());
    await expectAccessible(page);
    await keepScreenshot(page, 'webhook-new');
    await dialog.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByText('It is shown only now').waitFor();
    expect(await page.getByLabel('The secret', { exact: true }).textContent()).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('table', { name: 'Webhooks' }).getByText('None yet').waitFor();
    await keepScreenshot(page, 'webhooks');
  });

  it('get a test event, whose delivery shows request, answer and time', async () => {
    const { page } = owner;
    await page.getByRole('link', { name: receiverUrl() }).click();
    await page.getByRole('button', { name: 'Send a test event' }).click();
    const table = page.getByRole('table', { name: 'Deliveries' });
    await table.getByText('Delivered').waitFor();
    await table.getByRole('row').nth(1).click();
    const drawer = page.getByRole('dialog', { name: 'Delivery' });
    await drawer.getByText('Status 200').waitFor();
    await drawer.getByText('heard').waitFor();
    await drawer.getByRole('figure', { name: 'the request body' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'delivery');
  });

  it('get a delivery again, by hand and by replay', async () => {
    const { page } = owner;
    const before = received;
    const drawer = page.getByRole('dialog', { name: 'Delivery' });
    answer = 500;
    await drawer.getByRole('button', { name: 'Try again now' }).click();
    await drawer.getByText('Status 500').waitFor();
    answer = 200;
    await drawer.getByRole('button', { name: 'Replay the event' }).click();
    await drawer.getByText('The event is on its way once more').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Replay events…' }).click();
    await page.getByRole('dialog').getByLabel('From').fill('2020-01-01T00:00:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('dialog').getByText('deliveries queued').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => received).toBeGreaterThan(before + 1);
  });

  it('are switched off and on, and get another secret with an overlap', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'Switch off' }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Rotate the secret…' }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByText('The old secret ends').waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await keepScreenshot(page, 'webhook');
  });
});

describe('events', () => {
  it('are listed, filtered in the address, and shown with their payload', async () => {
    const { page } = owner;
    await owner.goToPage('/events?type=account.created');
    const table = page.getByRole('table', { name: 'Events' });
    await table.getByText('An account was found').first().waitFor();
    expect(await table.getByText('transactions.sync_available').count()).toBe(0);
    await table.getByRole('row').nth(1).click();
    await page.getByRole('dialog', { name: 'Event' }).getByRole('figure', { name: 'the payload' }).waitFor();
    await page.getByRole('button', { name: 'Replay to all webhooks' }).click();
    await page.getByText(/deliveries are on their way/).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'events');
  });
});

describe('entities', () => {
  it('are added, changed, and deleted only by whoever types their id', async () => {
    const { page } = owner;
    await owner.goToPage('/entities');
    await page.getByRole('button', { name: 'Add entity' }).click();
    await page.getByRole('dialog').getByLabel('Your id').fill('acme-1');
    await page.getByRole('dialog').getByLabel('Name').fill('Acme');
    await page.getByRole('dialog').getByRole('button', { name: 'Add entity' }).click();
    await page.getByRole('button', { name: 'Edit Acme' }).click();
    const addresses = page.getByRole('dialog').getByLabel('E-mail addresses');
    await addresses.fill('treasury@acme.example');
    await addresses.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table', { name: 'Entities' }).getByText('treasury@acme.example').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'entities');
    await page.getByRole('button', { name: 'Delete Acme' }).click();
    await page.getByRole('dialog').getByLabel('Type acme-1 to confirm').fill('acme-1');
    await page.getByRole('button', { name: 'Delete entity' }).click();
    await page.getByRole('button', { name: 'Edit Acme' }).waitFor({ state: 'detached' });
  });
});

describe('the way back', () => {
  it('undoes one choice of a filter on every list', async () => {
    const { page } = owner;
    const lists = [
      { path: '/connections', field: 'Status', choice: 'Active', name: 'status' },
      { path: '/events', field: 'Type', choice: 'account.created', name: 'type' },
      { path: '/suggestions', field: 'Status', choice: 'Accepted', name: 'status' },
      { path: '/audit', field: 'Act', choice: 'Webhook made', name: 'action' },
    ];
    for (const { path, field, choice, name } of lists) {
      await owner.goToPage(path);
      await page.getByRole('combobox', { name: field }).click();
      await page.getByRole('option', { name: choice, exact: true }).click();
      await expect.poll(() => readAddress(page, name), { message: path }).not.toBeNull();
      await page.goBack();
      await expect.poll(() => readAddress(page, name), { message: path }).toBeNull();
      expect(new URL(page.url()).pathname).toBe(`/console/test${path}`);
    }
    await owner.goToPage('/files');
    await page.getByRole('tab', { name: 'Sources' }).click();
    await page.getByRole('tab', { name: 'Sources', selected: true }).waitFor();
    await page.goBack();
    await page.getByRole('tab', { name: 'Quarantine', selected: true }).waitFor();
  });

  it('undoes what was typed into a filter as a whole', async () => {
    const { page } = owner;
    const fields = [
      { path: '/institutions', label: 'Name, id or address of the portal', name: 'q' },
      { path: '/audit', label: 'Id of what was acted upon', name: 'target' },
    ];
    for (const { path, label, name } of fields) {
      await owner.goToPage(path);
      const field = page.getByLabel(label);
      await field.focus();
      for (const text of ['har', 'harbor']) {
        await field.fill(text);
        await expect.poll(() => readAddress(page, name), { message: path }).toBe(text);
      }
      await page.goBack();
      await expect.poll(() => field.inputValue(), { message: path }).toBe('');
      expect(new URL(page.url()).pathname).toBe(`/console/test${path}`);
    }
  });
});

describe('institutions', () => {
  it('are found by name, and say what a connection needs', async () => {
    const { page } = owner;
    await owner.goToPage('/institutions');
    await page.getByLabel('Name, id or address of the portal').fill('harbor');
    const table = page.getByRole('table', { name: 'Institutions' });
    await table.getByText('ridgeline-demo-bank').waitFor({ state: 'detached' });
    await table.getByText('harbor-demo-bank').click();
    await page.getByRole('dialog').getByText('What a connection needs').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'institutions');
  });
});

/** Texts of the cells of tables that do not fit into them. */
const CUT_OFF = `[...document.querySelectorAll('td')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ textContent }) => textContent)`;

describe('files', () => {
  it('in quarantine are shown with their problem, and discarded', async () => {
    const { page } = owner;
    const path = { connectionId: scenario.connection.id };
    const form = fileForm('no bank would write this');
    await scenario.caller.get<Schemas['SyncRun']>('uploadConnectionFile', { path, form });
    await owner.goToPage('/files');
    const table = page.getByRole('table', { name: 'Files in quarantine' });
    await table.getByText('statement.bai').waitFor();
    expect(await page.evaluate(CUT_OFF)).toEqual([]);
    await keepScreenshot(page, 'quarantine-list');
    await table.getByText('statement.bai').click();
    const drawer = page.getByRole('dialog', { name: 'File in quarantine' });
    await drawer.getByRole('button', { name: 'Read it again' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'quarantine');
    await drawer.getByRole('button', { name: 'Discard…' }).click();
    await page.getByRole('button', { name: 'Discard file' }).click();
    await drawer.getByText('Discarded').waitFor();
  });

  it('have settings for each connection, and sources', async () => {
    const { page } = owner;
    await owner.goToPage('/files?tab=settings');
    await page.getByLabel('Currency').fill('usd');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('It holds for the next file').waitFor();
    await page.getByRole('checkbox', { name: 'Say how CSV files are built' }).check();
    await page.getByLabel('Column of the amount').fill('Betrag');
    await page.getByLabel('Column of the date').fill('1');
    await page.getByLabel('Column of the date').fill('');
    await page.getByRole('group', { name: 'Layout of CSV files' }).evaluate((each) => {
      // The browser would refuse an empty field first; what the server says has to be shown as well.
      (each.closest('form') as unknown as { noValidate: boolean }).noValidate = true; // A form of the page.
    });
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByRole('group', { name: 'Layout of CSV files' }).getByText('The layout needs date').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'csv-layout');
    await page.getByLabel('Column of the date').fill('1');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('It holds for the next file').waitFor();
    const kept = await scenario.caller.get<Schemas['FileKnowledge']>('getFileSettings', {
      path: { connectionId: scenario.connection.id },
    });
    expect(kept.csvProfile).toMatchObject({ date: 0, amount: { kind: 'signed', column: 'Betrag' }, delimiter: ';' });
    const layout = page.getByRole('group', { name: 'Layout of CSV files' });
    await layout.getByRole('button', { name: 'More of the layout' }).click();
    await layout.getByLabel('Charset').fill('ibm850');
    await choose(page, layout, 'Quotes around cells', "Single quotes '");
    await choose(page, layout, 'Account of the rows', 'The same for all rows');
    await choose(page, layout, 'Currency of the rows', 'In a column');
    await layout.getByLabel('Column of the currency').fill('Whg');
    for (const [of, word] of [
      ['pending rows', 'vorgemerkt'],
      ['dropped rows', 'storniert'],
    ] as const) {
      await layout.getByLabel(`Column of ${of}`).fill('Status');
      await layout.getByLabel(`Words for ${of}`).fill(word);
      await layout.getByLabel(`Words for ${of}`).press('Enter');
    }
    await page.getByRole('button', { name: 'Save settings' }).click();
    await layout.getByText('The layout has a wrong value at account').waitFor();
    await layout.getByLabel('Number of the account').fill('4711');
    await expectAccessible(page);
    await keepScreenshot(page, 'csv-layout-more');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await layout.getByText('The layout has a wrong value').waitFor({ state: 'detached' });
    await page.getByText('It holds for the next file').waitFor();
    const more = await scenario.caller.get<Schemas['FileKnowledge']>('getFileSettings', {
      path: { connectionId: scenario.connection.id },
    });
    expect(more.csvProfile).toMatchObject({
      ...{ charset: 'ibm850', quote: "'", account: { kind: 'fixed', id: '4711' }, currency: { column: 'Whg' } },
      pending: { column: 'Status', words: ['vorgemerkt'] },
      dropped: { column: 'Status', words: ['storniert'] },
    });
    // What is in force is seen when the page is opened again.
    await page.reload();
    await expect.poll(() => layout.getByLabel('Number of the account').inputValue()).toBe('4711');
    expect(await layout.getByRole('combobox', { name: 'Quotes around cells' }).inputValue()).toBe("Single quotes '");
    await page.getByRole('tab', { name: 'Sources' }).click();
    await page.getByText('No sources yet').waitFor();
    await page.getByRole('button', { name: 'Add source' }).click();
    await page.getByRole('dialog').getByLabel('Path').fill('inbox');
    await page.getByRole('dialog').getByRole('button', { name: 'Add source' }).click();
    // This installation watches no folders, and says so.
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'file-source-new');
  });

  it('are fetched from an SFTP server with a key, which is never shown again', async () => {
    const { page } = owner;
    const dialog = page.getByRole('dialog');
    await dialog.getByText('SFTP server', { exact: true }).click();
    await dialog.getByLabel(/^Host/).fill('sftp.bank.example');
    await dialog.getByLabel('User name').fill('acme');
    await dialog.getByText('Private key', { exact: true }).first().click();
    await dialog.getByRole('textbox', { name: 'Private key' }).fill('-----BEGIN OPENSSH PRIVATE KEY-----');
    await dialog.getByLabel('Fingerprint of the host key').fill('MD5:16:27');
    await dialog.getByRole('button', { name: 'Add source' }).click();
    const fingerprint = dialog.getByLabel('Fingerprint of the host key');
    await expect.poll(() => fingerprint.getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page);
    await keepScreenshot(page, 'sftp-source-new');
    await fingerprint.fill(`SHA256:${'A'.repeat(43)}`);
    await dialog.getByRole('button', { name: 'Add source' }).click();
    await page.getByRole('table', { name: 'File sources' }).getByText('sftp.bank.example').click();
    await page.getByRole('button', { name: 'Change the login' }).click();
    const login = page.getByRole('dialog', { name: 'Login of the source' });
    await login.getByText('Private key', { exact: true }).first().click();
    expect(await login.getByRole('textbox', { name: 'Private key' }).inputValue()).toBe('');
    expect(await page.content()).not.toContain('BEGIN OPENSSH');
    await login.getByRole('textbox', { name: 'Private key' }).fill('-----BEGIN OPENSSH PRIVATE KEY----- another');
    await login.getByLabel('Passphrase of the key').fill('of the key');
    await expectAccessible(page);
    await keepScreenshot(page, 'sftp-source-login');
    await login.getByRole('button', { name: 'Save the login' }).click();
    await login.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });
});

describe('suggestions', () => {
  it('show two rows side by side, and make them one', async () => {
    const { page } = owner;
    const accountId = (await scenario.listAccounts()).find(({ type }) => type === 'savings')?.id ?? '';
    await scenario.caller.get('putFileSettings', { path: { connectionId: scenario.connection.id }, body: {} });
    await (await makeUnsurePair(stage.system, scenario, accountId)).upload();
    await owner.goToPage('/suggestions');
    await page.getByText('One transaction?').waitFor();
    await page.getByText('the texts agree, the amount changed').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'suggestions');
    await page.getByRole('button', { name: 'They are one' }).click();
    await page.getByText('Nothing to decide').waitFor();
  });
});

describe('the sandbox', () => {
  /** Waits until no sync waits or runs: one that time brought would refuse another. */
  const syncsEnd = () =>
    eventually(
      () => scenario.caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: scenario.connection.id } }),
      (runs) => runs.every(({ finishedAt }) => finishedAt !== null),
      'the end of the syncs',
    );

  it('moves the clock, runs a scenario, and shows the events that come of it', async () => {
    const { page } = owner;
    await owner.goToPage('/sandbox');
    await page.getByRole('button', { name: 'A day ahead' }).click();
    await page.getByText('syncs fell due').waitFor();
    await syncsEnd();
    await page.getByRole('button', { name: 'Make it happen' }).click();
    await page.getByText('Done at the bank: new transactions').waitFor();
    await page.getByRole('button', { name: 'Sync it now' }).click();
    await page.getByRole('list', { name: 'Events' }).getByText('Transactions changed').first().waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'sandbox');
  });

  it('has a clock from which distances are told, also to those who may not move it', async () => {
    const viewer = await stage.signIn({ organization: scenario.organization, role: 'viewer' });
    await viewer.goToPage('/events');
    const times = viewer.page.getByRole('table', { name: 'Events' }).locator('time');
    await times.first().waitFor();
    const read = () => times.allInnerTexts();
    await expect.poll(read).not.toContainEqual(expect.stringMatching(/^(in |tomorrow)/));
    await syncsEnd();
    await scenario.caller.get('advanceSandboxClock', { body: { days: 3 } });
    await syncsEnd();
    await scenario.sync();
    await expect.poll(async () => (await read())[0]).toMatch(/^(just now|\d+ minutes? ago)$/);
    await expect.poll(read).toContain('3 days ago');
    expect((await read()).filter((text) => /^(in |tomorrow)/.test(text))).toEqual([]);
    await keepScreenshot(viewer.page, 'events-of-a-moved-clock');
    await viewer.close();
    // What keeps to real time is told from real time.
    await owner.goToPage('/keys');
    const used = owner.page.getByRole('table', { name: 'API keys' }).locator('time').first();
    await expect.poll(() => used.innerText()).toMatch(/^(just now|\d+ minutes? ago)$/);
  });

  it('fits a phone, in dark', async () => {
    const phone = await stage.signInAgain(owner.member, { device: 'phone', scheme: 'dark' });
    for (const path of ['/sandbox', '/webhooks', '/events', '/files', '/suggestions', '/entities', '/institutions']) {
      await phone.goToPage(path);
      expect(await phone.page.evaluate('document.documentElement.scrollWidth - innerWidth'), path).toBe(0);
      await keepScreenshot(phone.page, `phone${path.replace('/', '-')}`);
    }
    await phone.close();
  });
});

describe('two organizations in two browsers', () => {
  /** What somebody else must not see of an organization, with a window of its owner. */
  async function stock(organization: TestOrganization, name: string, visitor: SignedInPage) {
    const { commands } = stage.system.installation;
    const place = { organizationId: organization.id, environment: 'test' } as const;
    await createApiKey(commands, { ...place, name: `Key of ${name}`, scopes: ['events:read'], lifetimeMs: 3_600_000 });
    const entity = { externalEntityId: `${name}-1`, name: `Entity of ${name}` };
    const { entityId } = await organization.test.get<Schemas['Entity']>('createEntity', { body: entity });
    const body = { institutionId: 'linden-demo-bank', entityId };
    const connection = await organization.test.get<Schemas['SetupConnection']>('createConnection', { body });
    const url = `${receiverUrl()}/${name}`;
    const { webhook } = await organization.test.get<Schemas['WebhookCreated']>('createWebhook', {
      body: { url, events: ['test'] },
    });
    const pages = [`/connections/${connection.id}`, `/webhooks/${webhook.id}`];
    const lists = { '/keys': `Key of ${name}`, '/entities': `Entity of ${name}`, '/webhooks': url };
    return { visitor, pages, lists };
  }

  it('see their own, and nothing of each other, in lists or by addresses', async () => {
    const organization = await stage.system.createOrganization();
    const ours = await stock(scenario.organization, 'ours', owner);
    const theirs = await stock(organization, 'theirs', await stage.signIn({ organization }));
    const look = async (own: typeof ours, other: typeof ours) => {
      const { page, goToPage } = own.visitor;
      for (const path of other.pages) {
        await goToPage(path);
        await page.getByText('There is no such thing here').waitFor();
      }
      for (const [path, text] of Object.entries(own.lists)) {
        await goToPage(path);
        await page.getByText(text).first().waitFor();
        for (const hidden of Object.values(other.lists)) expect(await page.getByText(hidden).count(), path).toBe(0);
      }
      for (const path of own.pages) {
        await goToPage(path);
        await page.getByText(path.split('/').at(-1) ?? '', { exact: true }).waitFor();
      }
    };
    await Promise.all([look(ours, theirs), look(theirs, ours)]);
    await theirs.visitor.close();
  });
});

describe('a viewer', () => {
  it('is offered nothing that would be refused', async () => {
    const viewer = await stage.signIn({ organization: scenario.organization, role: 'viewer' });
    const offers = async (path: string, shown: string) => {
      await viewer.goToPage(path);
      await viewer.page.getByText(shown).first().waitFor();
      const names = /^(Add|Edit|Delete|Replay|Switch|Send|Rotate|They are|Save|Discard)/;
      expect(await viewer.page.getByRole('button', { name: names }).count(), path).toBe(0);
    };
    await offers('/webhooks', receiverUrl());
    await offers('/events', 'Transactions changed');
    await offers('/entities', 'default');
    await offers('/files?status=discarded', 'statement.bai');
    await offers('/suggestions?status=accepted', 'One transaction?');
    await viewer.goToPage('/sandbox');
    await viewer.page.getByText('You may not see this').waitFor();
    await viewer.close();
  });
});
