import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPortalConnector } from '../../src/connectors/portal/connector.ts';
import { portalConnector } from '../../src/connectors/portal/connector-set.ts';
import { harborDemo } from '../../src/connectors/portal/recipes/harbor-demo.ts';
import { lindenDemo } from '../../src/connectors/portal/recipes/linden-demo.ts';
import { ridgelineDemo } from '../../src/connectors/portal/recipes/ridgeline-demo.ts';
import { BANKS, openPortalStage, orderBank, type PortalStage } from './portal-stage.ts';

const RECIPES = [harborDemo, lindenDemo, ridgelineDemo];
let stage: PortalStage;

beforeAll(async () => {
  stage = await openPortalStage();
});

afterAll(() => stage.stop());

describe.each(BANKS)('the portal of %s', (bankId) => {
  it('is left after one try with a wrong password', async () => {
    const credentials = await stage.createUser(bankId);
    const opened = await portalConnector.open(stage.context(bankId, { ...credentials, password: 'Wrong-Password-1' }));
    expect(opened.ok ? null : opened.fault.code).toBe('credentials_rejected');
    // A second try would have counted as well; the right password still works.
    const again = await portalConnector.open(stage.context(bankId, credentials));
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close(AbortSignal.timeout(30_000));
  });

  it('asks for a code, which nobody answers', async () => {
    const credentials = await stage.createUser(bankId, { email: 'codes@inbox.causeway.example' });
    await orderBank(stage, bankId, { secondFactor: 'email' });
    const opened = await portalConnector.open(stage.context(bankId, credentials));
    await orderBank(stage, bankId, { secondFactor: 'none' });
    // The bank of the tests sends no mail, and says so.
    expect(opened.ok ? null : opened.fault.code).toMatch(/^(mfa_required|portal_unavailable)$/);
  });

  it('says that it is being maintained', async () => {
    const credentials = await stage.createUser(bankId);
    await orderBank(stage, bankId, { maintenance: true });
    const opened = await portalConnector.open(stage.context(bankId, credentials));
    await orderBank(stage, bankId, { maintenance: false });
    expect(opened.ok ? null : opened.fault.code).toBe('bank_maintenance');
  });

  it('asks a new user for a password of its own', async () => {
    const { companyId, username, password } = await stage.bank.createUser(bankId, { username: `new-at-${bankId}` });
    const credentials = { bankCustomerId: companyId, bankUsername: username, password };
    const opened = await portalConnector.open(stage.context(bankId, credentials));
    expect(opened.ok ? null : opened.fault.code).toBe('password_expired');
  });

  it('gets its notice put off', async () => {
    const credentials = await stage.createUser(bankId);
    await orderBank(stage, bankId, { notices: true });
    const opened = await portalConnector.open(stage.context(bankId, credentials));
    await orderBank(stage, bankId, { notices: false });
    expect(opened.ok).toBe(true);
    expect(stage.steps.map(({ detail }) => detail)).toContain('notice');
    if (opened.ok) await opened.value.close(AbortSignal.timeout(30_000));
  });

  it('that was designed anew is a changed portal, which names the step and hands no login over', async () => {
    const credentials = await stage.createUser(bankId);
    await orderBank(stage, bankId, { layout: 2 });
    // Time enough for a busy machine to open the page, and not all that a portal has to show a field.
    const quick = createPortalConnector(RECIPES, { stepTimeoutMs: 6_000 });
    const opened = await quick.open(stage.context(bankId, credentials));
    await orderBank(stage, bankId, { layout: 1 });
    expect(opened.ok ? null : opened.fault.code).toBe('portal_changed');
    expect(opened.ok ? '' : opened.fault.message).toMatch(/^Step "fill .+": .+ was not found/);
    expect(stage.steps.at(-1)?.screenshot).not.toBeNull();
  });
});
