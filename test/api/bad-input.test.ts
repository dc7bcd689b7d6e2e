import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput, Schemas } from '../support/calls/caller.ts';
import { NOBODY } from '../support/calls/every-operation.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

// No worker runs: whatever differs afterwards was written by a request that was refused.
let system: RunningSystem;
let organization: TestOrganization;
let stock: Stock;
let entityId: string;
let untouched: Readonly<Record<string, string>>;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  stock = await stockTenant(system.installation.commands, organization.id, 'test');
  entityId = await defaultEntityOf(organization.test);
  untouched = await takeWholeState(system.database.sql, system.dataDir);
});
afterAll(() => system?.stop());

/** The refusal of a request, which must name the field and leave everything as it was. */
async function refuses(operationId: string, input: CallInput, field: string): Promise<void> {
  const error = await organization.test.refusal(operationId, input);
  expect(error.code).toBe('validation_error');
  expect(error.details?.map((detail) => detail.field)).toContain(field);
  // The message is for a developer: it says which place is meant, and more than that it is wrong.
  for (const { message } of error.details ?? []) expect(message.length).toBeGreaterThan(5);
  expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
}

const BIG = 'x'.repeat(17_000);

describe('a body with', () => {
  const entities: readonly [string, unknown, string][] = [
    ['an unknown property', { externalEntityId: 'a', colour: 'red' }, 'colour'],
    ['a property of another object', { externalEntityId: 'a', isDefaultOrgEntity: true }, 'isDefaultOrgEntity'],
    ['a missing property', { name: 'x' }, 'externalEntityId'],
    ['nothing in it', {}, 'externalEntityId'],
    ['null where a text is needed', { externalEntityId: null }, 'externalEntityId'],
    ['a number where a text is needed', { externalEntityId: 7 }, 'externalEntityId'],
    ['a list where a text is needed', { externalEntityId: ['a'] }, 'externalEntityId'],
    ['an empty text', { externalEntityId: '' }, 'externalEntityId'],
    ['a NUL in a text', { externalEntityId: 'a\u0000b' }, 'externalEntityId'],
    ['half a character', { externalEntityId: 'a', name: '\ud800' }, 'name'],
    ['metadata over 16 KiB', { externalEntityId: 'a', metadata: { big: BIG } }, 'metadata'],
    ['metadata that is a list', { externalEntityId: 'a', metadata: [1] }, 'metadata'],
    ['a NUL deep in metadata', { externalEntityId: 'a', metadata: { a: [{ b: '\u0000' }] } }, 'metadata.a.0.b'],
    ['a NUL in a key of metadata', { externalEntityId: 'a', metadata: { '\u0000': 1 } }, 'metadata'],
    ['a name of ten thousand letters', { externalEntityId: 'a', name: 'x'.repeat(10_000) }, 'name'],
  ];
  it.each(entities)('%s makes no entity', async (_what, body, field) => {
    await refuses('createEntity', { body }, field);
  });

  it.each<[string, unknown, string]>([
    ['no list', {}, 'contactEmails'],
    ['a text for a list', { contactEmails: 'a@bank.example' }, 'contactEmails'],
    ['something that is no address', { contactEmails: ['a@bank.example', 'b'] }, 'contactEmails.1'],
    ['an unknown property', { contactEmails: [], name: 'New' }, 'name'],
  ])('%s changes no entity', async (_what, body, field) => {
    await refuses('updateEntity', { path: { entityId: stock.entityId }, body }, field);
  });

  it.each<[string, (own: Stock) => unknown, string]>([
    ['a foreign entity', () => ({ institutionId: 'harbor-demo-bank', entityId: NOBODY }), 'entityId'],
    ['an entity id that is none', () => ({ institutionId: 'harbor-demo-bank', entityId: 'me' }), 'entityId'],
    ['an unknown institution', (own) => ({ institutionId: 'no-bank', entityId: own.entityId }), 'institutionId'],
    [
      'an institution that is no slug',
      (own) => ({ institutionId: 'NO\nBANK', entityId: own.entityId }),
      'institutionId',
    ],
    [
      'a portal of another institution',
      (own) => ({
        institutionId: 'harbor-demo-bank',
        entityId: own.entityId,
        portalUrl: 'https://login.ridgeline-demo.example',
      }),
      'portalUrl',
    ],
    [
      'metadata over 16 KiB',
      (own) => ({ institutionId: 'harbor-demo-bank', entityId: own.entityId, metadata: { big: BIG } }),
      'metadata',
    ],
  ])('%s makes no connection', async (_what, body, field) => {
    await refuses('createConnection', { body: body(stock) }, field);
  });

  it.each([
    'http://bank.example',
    'https://user:secret@bank.example',
    'https://user@bank.example',
    'https://',
    'https://bank.example:99999',
    'https://[::1',
    'ftp://bank.example',
    'javascript:alert(1)',
    'bank.example',
    `https://bank.example/${'x'.repeat(2_048)}`,
    'https://bank.example/\u0000',
  ])('the portal %j makes no connection', async (portalUrl) => {
    await refuses('createConnection', { body: { entityId, portalUrl } }, 'portalUrl');
  });

  it.each<[string, unknown, string]>([
    ['an unknown property', { password: 'x', pin: '1' }, 'pin'],
    ['a number', { password: 7 }, 'password'],
    ['a NUL', { bankUsername: 'a\u0000' }, 'bankUsername'],
    ['a password of a megabyte’s half', { password: 'x'.repeat(500_000) }, 'password'],
  ])('%s stores no login', async (_what, body, field) => {
    await refuses('putConnectionCredentials', { path: { connectionId: stock.connectionId }, body }, field);
  });

  it.each<[string, unknown, string]>([
    ['the past', { until: '2001-01-01T00:00:00Z' }, 'until'],
    ['no time', { until: 'tomorrow' }, 'until'],
    ['a time without a zone', { until: '2030-01-01T00:00:00' }, 'until'],
    ['the year 9999', { until: '9999-12-31T23:59:59Z' }, 'until'],
    ['no days', { days: 0 }, 'days'],
    ['half a day', { days: 0.5 }, 'days'],
    ['days back', { days: -1 }, 'days'],
    ['days as text', { days: '1' }, 'days'],
    ['all days there are', { days: 1e15 }, 'days'],
  ])('%s moves no clock', async (_what, body, field) => {
    await refuses('advanceSandboxClock', { body }, field);
  });

  it('both or neither of two ways moves no clock', async () => {
    for (const body of [{ days: 1, until: '2030-01-01T00:00:00Z' }, {}]) {
      const error = await organization.test.refusal('advanceSandboxClock', { body });
      expect(error.code).toBe('validation_error');
    }
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });

  it('anything where nothing is taken does nothing', async () => {
    const path = { connectionId: stock.connectionId };
    for (const operationId of ['syncConnection', 'pauseConnection', 'resumeConnection', 'completeConnectionSetup'])
      for (const body of [{ force: true }, [], 'now', 7, null]) {
        const error = await organization.test.refusal(operationId, { path, body });
        expect(error.code, `${operationId} ${JSON.stringify(body)}`).toBe('validation_error');
      }
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });
});

describe('a query with', () => {
  const queries: readonly [string, NonNullable<CallInput['query']>, string][] = [
    ['listTransactions', { fields: 'amount,colour' }, 'fields'],
    ['syncTransactions', { fields: '' }, 'fields'],
    ['listAccounts', { fields: 'amount' }, 'fields'],
    ['listTransactions', { status: ['posted', 'pending'] }, 'status'],
    ['syncTransactions', { limit: ['1', '1'] }, 'limit'],
    ['listTransactions', { colour: 'red' }, 'colour'],
    ['listTransactions', { status: 'POSTED' }, 'status'],
    ['listTransactions', { sort: 'amount' }, 'sort'],
    ['listTransactions', { sort: '+postedDate' }, 'sort'],
    ['listTransactions', { rail: 'pigeon' }, 'rail'],
    ['listTransactions', { entityId: 'me' }, 'entityId'],
    ['listTransactions', { amountGte: 'a lot' }, 'amountGte'],
    ['listTransactions', { amountLte: '1e3' }, 'amountLte'],
    ['listTransactions', { amountLte: 'NaN' }, 'amountLte'],
    ['listTransactions', { amountGte: '9'.repeat(65) }, 'amountGte'],
    ['listTransactions', { postedDateGte: '2026-02-30' }, 'postedDateGte'],
    ['listTransactions', { postedDateLt: '2026-1-1' }, 'postedDateLt'],
    ['listTransactions', { postedDateLt: 'infinity' }, 'postedDateLt'],
    ['listTransactions', { postedDateGte: '2026-11-20T00:00:00Z' }, 'postedDateGte'],
    ['listTransactions', { query: '' }, 'query'],
    ['listTransactions', { query: 'x'.repeat(201) }, 'query'],
    ['listTransactions', { query: 'a\u0000b' }, 'query'],
    ['listBalances', { dateGte: '2026-02-30' }, 'dateGte'],
    ['listAccounts', { currency: 'usd' }, 'currency'],
    ['listConnections', { kind: 'both' }, 'kind'],
    ['listEntities', { externalEntityId: '' }, 'externalEntityId'],
    ['syncTransactions', { from: 'head' }, 'from'],
    ['syncTransactions', { cursor: 'x', from: 'beginning' }, 'from'],
    ['syncTransactions', { connectionId: 'mine' }, 'connectionId'],
  ];
  it.each(queries)('bad values is refused: %s %j', async (operationId, query, field) => {
    await refuses(operationId, { query }, field);
  });

  it.each(['0', '501', '-1', '1.5', 'ten', '', '1e2', ' 1', '9007199254740993'])('a limit of %j', async (limit) => {
    for (const operationId of ['listTransactions', 'syncTransactions', 'listEntities', 'listInstitutions'])
      await refuses(operationId, { query: { limit } }, 'limit');
  });

  it('several bad values names them all', async () => {
    const query = { limit: '0', status: 'gone', colour: 'red', fields: 'x', postedDateLt: 'never' };
    const error = await organization.test.refusal('listTransactions', { query });
    const named = error.details?.map(({ field, location }) => `${location} ${field}`) ?? [];
    expect(named).toEqual(
      expect.arrayContaining(['query limit', 'query status', 'query colour', 'query postedDateLt']),
    );
  });
});

describe('a demo bank', () => {
  it('is out of reach of a live key, by whatever name it is called', async () => {
    for (const body of [
      { entityId, institutionId: 'harbor-demo-bank' },
      { entityId, portalUrl: 'https://login.harbor-demo.example/x' },
      { entityId, portalUrl: 'https://LOGIN.HARBOR-DEMO.EXAMPLE:443' },
    ]) {
      const error = await organization.live.refusal('createConnection', { body });
      expect(error.code).toBe('environment_forbidden');
    }
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });
});

describe('an id that is taken', () => {
  it('makes no second entity, in either environment', async () => {
    const body: Partial<Schemas['CreateEntityRequest']> = { externalEntityId: 'default' };
    for (const caller of [organization.test, organization.live])
      expect((await caller.refusal('createEntity', { body })).code).toBe('conflict');
    expect(await takeWholeState(system.database.sql, system.dataDir)).toEqual(untouched);
  });
});
