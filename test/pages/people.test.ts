import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPasswordLink, createSetUpLink } from '../../src/commands/people/create-people-link.ts';
import { computeTotp } from '../../src/infra/totp.ts';
import { createMember } from '../support/system/member.ts';
import { expectAccessible } from './accessibility.ts';
import { keepScreenshot } from './screenshot.ts';
import { type StagePage, startWebStage, type WebStage } from './stage.ts';

const PASSWORD = 'six random words of one person';
/** Before the page can show that something is under way. */
const CLICK_TWICE =
  "{ const button = document.querySelector('[role=dialog] button[type=submit]'); button.click(); button.click(); }";
const OWNER = { name: 'Olive Owner', email: 'olive@example.test' };

let stage: WebStage;
let owner: StagePage;

beforeAll(async () => {
  stage = await startWebStage({ worker: false });
});
afterEach(() => stage.expectClean());
afterAll(() => stage.stop());

const parts = () => ({ ...stage.system.installation.commands, sql: stage.system.installation.sessions.service });

describe('the pages of people', () => {
  it('say how to get a new set-up link to who comes with none, or with one that is dead', async () => {
    const old = await createSetUpLink(parts(), { replace: true });
    await createSetUpLink(parts(), { replace: true });
    const { page, goTo, close } = await stage.visit('/console/set-up');
    await page.getByText('npm run -s causeway -- console setup-link').waitFor();
    await keepScreenshot(page, 'set-up-without-link');
    // Another address than the last one, as what follows the # alone loads nothing.
    await goTo('/docs');
    await goTo(`/console/set-up#token=${old?.token}`);
    await page.getByLabel('Your organization').fill('Harbor Treasury');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await page.getByRole('alert').getByText('a newer one replaced it').waitFor();
    await page.getByRole('alert').getByText('npm run -s causeway -- console setup-link').waitFor();
    await keepScreenshot(page, 'set-up-dead-link');
    await close();
  });

  it('let the first person in by the set-up link', async () => {
    const link = await createSetUpLink(parts(), { replace: true });
    owner = await stage.visit(`/console/set-up#token=${link?.token}`);
    const { page } = owner;
    await page.getByLabel('Your organization').fill('Harbor Treasury');
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('E-mail address').fill(OWNER.email);
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await expectAccessible(page);
    await keepScreenshot(page, 'set-up');
    await page.getByRole('button', { name: 'Set up and sign in' }).dblclick();
    await page.waitForURL(/\/console\/test/);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('make a key, show it once, and revoke it', async () => {
    const { page, goTo } = owner;
    await goTo('/console/test/keys');
    await page.getByRole('button', { name: 'Create key' }).first().click();
    await page.getByLabel('Name').fill('Ledger import');
    await expectAccessible(page);
    await keepScreenshot(page, 'key-dialog');
    await page.mouse.click(5, 400);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Discard what you typed?' }).getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Ledger import');
    await page.evaluate(CLICK_TWICE);
    await page.getByText('It is shown only now').waitFor();
    await page.keyboard.press('Escape');
    const key = (await page.getByLabel('The key', { exact: true }).textContent()) ?? '';
    expect(key).toMatch(/^way_test_/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const answer = await fetch(new URL('/v1/accounts', stage.system.apiUrl), {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
    const revoke = page.getByRole('button', { name: 'Revoke Ledger import' });
    await revoke.first().waitFor();
    expect(await revoke.count()).toBe(1);
    await revoke.click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('cell', { name: 'Revoked' }).waitFor();
    await keepScreenshot(page, 'keys');
    await expectAccessible(page);
  });

  it('invite somebody, who comes in and is given another role', async () => {
    const { page, goTo } = owner;
    await goTo('/console/test/members');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail address').fill('dara@example.test');
    // A second request would withdraw the invitation whose link is shown.
    await page.evaluate(CLICK_TWICE);
    const link = (await page.getByLabel('The link', { exact: true }).textContent()) ?? '';
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('cell', { name: 'dara@example.test', exact: true }).waitFor();
    await expectAccessible(page);
    const invited = await stage.visit(new URL(link).pathname + new URL(link).hash);
    await invited.page.getByRole('heading', { name: 'Join Harbor Treasury' }).waitFor();
    await invited.page.getByLabel('Your name').fill('Dara Developer');
    await invited.page.getByLabel(/^Password/).fill(PASSWORD);
    await expectAccessible(invited.page);
    await invited.page.getByRole('button', { name: 'Accept and sign in' }).click();
    await invited.page.waitForURL(/\/console\/test/);
    await invited.close();
    await page.reload();
    await page.getByRole('combobox', { name: 'Role of Dara Developer' }).click();
    // Whoever leaves the page sooner takes the request along.
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok()),
      page.getByRole('option', { name: 'developer' }).click(),
    ]);
    await keepScreenshot(page, 'members');
    await goTo('/console/test/audit');
    await page.getByRole('cell', { name: 'Role of a member changed' }).waitFor();
    await page.getByRole('cell', { name: 'Member joined' }).click();
    await page.getByRole('dialog').getByText('member.join').waitFor();
    await keepScreenshot(page, 'audit-entry');
    await expectAccessible(page);
  });

  it('give roles that are chosen one right after the other, each in its turn', async () => {
    const { page, goTo } = owner;
    const organizationId = String(await page.evaluate("sessionStorage.getItem('causeway.organization')"));
    for (const _person of ['one', 'other'])
      await createMember(stage.system, { organizationId, role: 'viewer', environment: 'test' });
    await goTo('/console/test/members');
    const roles = page.getByRole('combobox', { name: 'Role of The viewer' });
    const answer = Promise.withResolvers<void>();
    await page.route(
      '**/console/api/members/*',
      async (route) => {
        await answer.promise;
        await route.continue();
      },
      { times: 1 },
    );
    await roles.first().click();
    await page.getByRole('option', { name: 'developer' }).click();
    await roles.last().click();
    await page.getByRole('option', { name: 'admin' }).click();
    answer.resolve();
    await expect
      .poll(() => roles.evaluateAll((each) => each.map(({ value }: { value?: string }) => value)))
      .toEqual(['developer', 'admin']);
    await page.reload();
    await roles.last().waitFor();
    expect(await roles.first().inputValue()).toBe('developer');
    expect(await roles.last().inputValue()).toBe('admin');
  });

  it('set one-time codes up, ask for them, and let a lost app be replaced', async () => {
    const { page, goTo } = owner;
    await goTo('/console/test/settings');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('dialog').getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Go on' }).click();
    const picture = page.getByRole('img', { name: 'Picture of the secret for the authenticator app' });
    await picture.waitFor();
    await keepScreenshot(page, 'two-factor');
    const secret = (await page.getByRole('dialog').locator('pre, code').first().textContent()) ?? '';
    await expectAccessible(page);
    await page.getByLabel('Code that the app shows now').fill(computeTotp(secret, Date.now()));
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'New backup codes' }).waitFor();
    const link = await createPasswordLink(parts(), OWNER.email);
    if (!link.ok) throw new Error(link.refusal.message);
    const lost = await stage.visit(`/console/reset-password#token=${link.value.token}`);
    await lost.page.getByLabel('New password').fill(`${PASSWORD} anew`);
    await lost.page.getByRole('button', { name: 'Set it and sign in' }).click();
    await lost.page.waitForURL(/\/console\/test/);
    await lost.goTo('/console/test/settings');
    await lost.page.getByRole('button', { name: 'Set up' }).waitFor();
    await lost.page.getByText('This one', { exact: true }).waitFor();
    await keepScreenshot(lost.page, 'settings');
  });
});
