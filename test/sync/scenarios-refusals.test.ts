import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StallingBank, startStallingBank } from '../support/banks/stalling-bank.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { NOBODY } from '../support/calls/every-operation.ts';
import { defaultEntityOf, makeTrouble } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';
import { type ScenarioStage, setStage } from '../support/system/scenario-stage.ts';

let system: RunningSystem;
let stage: ScenarioStage;
let accountId: string;

beforeAll(async () => {
  system = await startSystem();
  stage = await setStage(system, 'harbor');
  accountId = (await stage.listAccounts())[0]?.id ?? '';
});
afterAll(() => system?.stop());

const refusal = (body: object, caller: Caller = stage.caller, connectionId = stage.connection.id) =>
  caller.refusal('applySandboxScenario', { path: { connectionId }, body });

const fieldsOf = ({ details = [] }: Schemas['ErrorEnvelope']['error']) =>
  details.map(({ location, field }) => `${location} ${field}`);

describe('a scenario is refused', () => {
  it.each([
    ['an unknown scenario', { scenario: 'earthquake' }, 'scenario'],
    ['no scenario', {}, 'scenario'],
    ['a count of none', { scenario: 'backdated', count: 0 }, 'count'],
    ['a count beyond the bound', { scenario: 'backdated', count: 501 }, 'count'],
    ['half a row', { scenario: 'backdated', count: 1.5 }, 'count'],
    ['an account id that is none', { scenario: 'backdated', accountId: 'acct-1' }, 'accountId'],
    ['an account that does not exist', { scenario: 'backdated', accountId: NOBODY }, 'accountId'],
    ['a field that does not exist', { scenario: 'backdated', days: 1 }, 'days'],
  ])('for %s, with the field', async (_what, body, field) => {
    const error = await refusal(body);
    expect([error.code, fieldsOf(error)]).toEqual(['validation_error', [`body ${field}`]]);
    expect(error.message).toContain(field);
  });

  it('for an account of another connection or organization', async () => {
    const other = await setStage(system, 'ridgeline');
    const foreign = await refusal({ scenario: 'backdated', accountId: (await other.listAccounts())[0]?.id });
    expect([foreign.code, fieldsOf(foreign)]).toEqual(['validation_error', ['body accountId']]);
    expect((await refusal({ scenario: 'backdated', accountId }, other.caller, other.connection.id)).code).toBe(
      'validation_error',
    );
  });

  it('for a connection of another organization as if there were none', async () => {
    const stranger = (await system.createOrganization()).test;
    expect((await refusal({ scenario: 'backdated' }, stranger)).code).toBe('not_found');
    expect((await refusal({ scenario: 'backdated' }, stage.caller, NOBODY)).code).toBe('not_found');
  });

  it('for a live key, and for one without the scope', async () => {
    const { live } = stage.organization;
    expect((await refusal({ scenario: 'backdated' }, live)).code).toBe('environment_forbidden');
    const reader = system.callerWith(await system.createKey(stage.organization.id, 'test', ['connections:write']));
    expect((await refusal({ scenario: 'backdated' }, reader)).code).toBe('insufficient_scope');
  });

  it('for a connection in setup, and for a revoked one', async () => {
    const { caller } = stage;
    const body = { institutionId: 'ridgeline-demo-bank', entityId: await defaultEntityOf(caller) };
    const draft = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
    const inSetup = await refusal({ scenario: 'backdated' }, caller, draft.id);
    expect(inSetup).toMatchObject({ code: 'connection_not_ready', message: expect.stringContaining('in setup') });
    await caller.get('revokeConnection', { path: { connectionId: draft.id } });
    const revoked = await refusal({ scenario: 'backdated' }, caller, draft.id);
    expect(revoked).toMatchObject({ code: 'connection_not_ready', message: expect.stringContaining('revoked') });
  });

  it('for a closed account, with what the bank says', async () => {
    const { caller, connection, play, sync } = await setStage(system, 'harbor');
    const [closed] = (await play('accountClosed')).accountIds;
    await sync();
    const error = await refusal({ scenario: 'newTransactions', accountId: closed }, caller, connection.id);
    expect([error.code, fieldsOf(error)]).toEqual(['validation_error', ['body accountId']]);
    expect(error.message).toContain('is a closed account');
  });

  it('after a login was stored that the bank does not know', async () => {
    const { caller, connection } = await setStage(system, 'harbor');
    const body = { bankCustomerId: connection.companyId, bankUsername: 'cw-nobody', password: 'x' };
    await caller.get('putConnectionCredentials', { path: { connectionId: connection.id }, body });
    const unknown = await refusal({ scenario: 'backdated' }, caller, connection.id);
    expect(unknown).toMatchObject({ code: 'connection_not_ready', message: expect.stringContaining('does not know') });
  });
});

describe('a scenario is played', () => {
  it('whatever trouble the user has, and while the connection is paused', async () => {
    const { caller, connection, play } = await setStage(system, 'harbor');
    await makeTrouble(system.bankUrl, connection.username, { kind: 'down' });
    expect(await play('newTransactions')).toMatchObject({ scenario: 'newTransactions' });
    await caller.get('pauseConnection', { path: { connectionId: connection.id } });
    expect(await play('newTransactions')).toMatchObject({ scenario: 'newTransactions' });
  });
});

describe('a bank that cannot be reached', () => {
  let line: StallingBank;
  let behind: RunningSystem;

  beforeAll(async () => {
    line = await startStallingBank();
    behind = await startSystem({ settings: { CAUSEWAY_DEMO_BANK_URL: line.url } });
    line.target = behind.bankUrl;
  });
  afterAll(async () => {
    await behind?.stop();
    await line?.close();
  });

  it('makes the scenario unavailable, until it is back', async () => {
    const { caller, connection, play } = await setStage(behind, 'harbor');
    line.target = 'http://127.0.0.1:1';
    const down = await refusal({ scenario: 'backdated' }, caller, connection.id);
    expect(down).toMatchObject({ code: 'unavailable', message: expect.stringContaining('Harbor Demo Bank') });
    line.target = `${behind.bankUrl}/nowhere`;
    const wrong = await refusal({ scenario: 'backdated' }, caller, connection.id);
    expect(wrong).toMatchObject({ code: 'unavailable', message: expect.stringContaining('sandbox.controlUrl') });
    line.target = behind.bankUrl;
    expect(await play('backdated')).toMatchObject({ scenario: 'backdated' });
  });
});
