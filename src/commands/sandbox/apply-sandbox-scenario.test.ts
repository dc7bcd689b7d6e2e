import { beforeEach, describe, expect, it } from 'vitest';
import { createInstitution } from '../../../test/support/banks/institutions.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import type { SourceRequest, SourceResponse } from '../../connectors/contract.ts';
import { createCatalog } from '../../store/institutions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { advanceSandboxClock } from './advance-sandbox-clock.ts';
import { applySandboxScenario, type LoginNames, type ScenarioRequest } from './apply-sandbox-scenario.ts';

const CONTROL_URL = 'http://127.0.0.1:4090/somewhere/control';
const STEERED = createInstitution({ id: 'steered-bank', name: 'Steered Bank', sandboxControlUrl: CONTROL_URL });
const UNSTEERED = createInstitution({ id: 'unsteered-bank', name: 'Unsteered Bank' });
const APPLIED_AT = '2026-11-22T07:00:00.000Z';

const database = stageDatabase();
let tenant: Tenant & { readonly entityId: string };
let connectionId: string;
let accountId: string;
let bank: { answer: SourceResponse; requests: SourceRequest[]; toldTimes: string[]; login: LoginNames };
let parts: ReturnType<typeof createParts>;

beforeEach(async () => {
  bank = { answer: json(200, { appliedAt: APPLIED_AT, accounts: [] }), requests: [], toldTimes: [], login: {} };
  bank.login = { bankCustomerId: '4410071', bankUsername: 'cw-somebody' };
  parts = createParts();
  tenant = await createTenant(parts);
  connectionId = await createActiveConnection(parts, tenant, STEERED.id);
  accountId = (await createAccount(parts, tenant, connectionId)).accountId;
});

function createParts() {
  return {
    ...createCommandParts(database.sql, { institutions: createCatalog([STEERED, UNSTEERED]) }),
    openBankHttp: (_institution: unknown, _tenant: unknown, now: string) => ({
      request: async (request: SourceRequest) => {
        bank.requests.push(request);
        bank.toldTimes.push(now);
        return bank.answer;
      },
    }),
    readLoginNames: async () => bank.login,
  };
}

function json(status: number, body: unknown): SourceResponse {
  return { kind: 'response', status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
}

function apply(changes: Partial<ScenarioRequest> = {}, id = connectionId) {
  const request: ScenarioRequest = { scenario: 'backdated', accountId: null, count: 1, ...changes };
  return applySandboxScenario(parts, tenant, id, { ...request, signal: new AbortController().signal });
}

describe('an order to a simulated bank', () => {
  it('names the delegated user and the scenario, at the virtual time of the connection, and no secret', async () => {
    await advanceSandboxClock(parts, tenant.organizationId, { days: 2 });
    expect(await apply({ count: 3 })).toEqual({ ok: true, value: { accountIds: [], appliedAt: APPLIED_AT } });
    expect(bank.requests).toMatchObject([{ method: 'POST', url: `${CONTROL_URL}/scenarios` }]);
    expect(JSON.parse(bank.requests[0]?.body ?? '')).toEqual({
      companyId: '4410071',
      username: 'cw-somebody',
      scenario: 'backdated',
      count: 3,
    });
    expect(bank.toldTimes).toEqual(['2026-11-22T06:00:00.000Z']);
  });

  it('names an account by number and currency, and takes the answer back by its alias', async () => {
    await database.sql`update account_aliases set alias = '0001234410/USD' where account_id = ${accountId}`;
    const accounts = [
      { number: '0001-234 410', currency: 'USD' },
      { number: '000 1234410', currency: 'USD' },
      { number: '0001234410', currency: 'EUR' },
      { number: '999', currency: 'USD' },
    ];
    bank.answer = json(200, { appliedAt: APPLIED_AT, accounts });
    expect(await apply({ accountId })).toMatchObject({ ok: true, value: { accountIds: [accountId] } });
    expect(JSON.parse(bank.requests[0]?.body ?? '')).toMatchObject({ accountNumber: '0001234410', currency: 'USD' });
  });
});

describe('a scenario is refused, and the bank not asked,', () => {
  const refusals: readonly [string, object, () => ReturnType<typeof apply> | Promise<ReturnType<typeof apply>>][] = [
    ['for an unknown connection', { code: 'not_found' }, () => apply({}, parts.newId())],
    [
      'for a bank that cannot be steered',
      { code: 'validation_error', details: [{ location: 'path', field: 'connectionId' }] },
      async () => apply({}, await createActiveConnection(parts, tenant, UNSTEERED.id)),
    ],
    [
      'for a bank that is not in the catalog any more',
      { code: 'validation_error', details: [{ location: 'path', field: 'connectionId' }] },
      async () => apply({}, await createActiveConnection(parts, tenant, 'gone-bank')),
    ],
    [
      'for an account that does not exist',
      { code: 'validation_error', details: [{ location: 'body', field: 'accountId' }] },
      () => apply({ accountId: parts.newId() }),
    ],
    [
      'for an account of another connection',
      { code: 'validation_error', details: [{ location: 'body', field: 'accountId' }] },
      async () => apply({ accountId }, await createActiveConnection(parts, tenant, STEERED.id)),
    ],
    [
      'without a stored login',
      { code: 'connection_not_ready' },
      () => {
        bank.login = { bankUsername: 'cw-somebody' };
        return apply();
      },
    ],
  ];
  it.each(refusals)('%s', async (_what, refusal, act) => {
    expect(await act()).toMatchObject({ ok: false, refusal });
    expect(bank.requests).toEqual([]);
  });

  it('for an account whose number is not known', async () => {
    await database.sql`update accounts set account_number = null where id = ${accountId}`;
    expect(await apply({ accountId })).toMatchObject({ ok: false, refusal: { details: [{ field: 'accountId' }] } });
    expect(bank.requests).toEqual([]);
  });
});

describe('what a bank answers', () => {
  it.each<[string, SourceResponse, object]>([
    [
      'an account that it does not take',
      json(422, { errors: [{ field: 'accountNumber', message: 'is a closed account' }] }),
      {
        code: 'validation_error',
        message: expect.stringContaining('is a closed account'),
        details: [{ location: 'body', field: 'accountId' }],
      },
    ],
    ['a user that it does not know', json(404, { code: 'user_not_found' }), { code: 'connection_not_ready' }],
    ['nothing at all', { kind: 'unreachable', cause: null }, { code: 'unavailable' }],
    ['nothing in time', { kind: 'timeout' }, { code: 'unavailable' }],
    ['too much', { kind: 'tooLarge' }, { code: 'unavailable' }],
    ['a fault', json(500, {}), { code: 'unavailable', message: expect.stringContaining('sandbox.controlUrl') }],
    ['no JSON', { kind: 'response', status: 200, headers: {}, body: Uint8Array.of(0xff) }, { code: 'unavailable' }],
  ])('becomes a refusal: %s', async (_what, answer, refusal) => {
    bank.answer = answer;
    const applied = await apply();
    expect(applied).toMatchObject({ ok: false, refusal });
    expect(JSON.stringify(applied)).toContain(
      answer.kind === 'response' && answer.status === 422 ? 'bank' : STEERED.name,
    );
  });
});
