import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getOperation, isObject, loadContract } from './contract.ts';
import { PATTERN_MESSAGES } from './problems.ts';
import { createRequestAjv, requestSchema } from './request-schema.ts';
import { createRequestValidator, type RequestValidator } from './request-validator.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const pathOf = (name: string) => fileURLToPath(new URL(`../../../openapi/${name}.yaml`, import.meta.url));
const contract = loadContract(pathOf('causeway'));
const ajv = createRequestAjv();
const ID = '019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3';

interface Sent {
  readonly path?: Record<string, string>;
  readonly query?: string;
  readonly headers?: Record<string, readonly string[]>;
  readonly body?: unknown;
}

/** One for each operation that was asked for, as a server has them. */
const validators = new Map<string, RequestValidator>();

function validate(operationId: string, { path = {}, query = '', headers = {}, body }: Sent) {
  const validator =
    validators.get(operationId) ?? createRequestValidator(ajv, contract.document, getOperation(contract, operationId));
  validators.set(operationId, validator);
  return validator({ path, queryString: query, headerValues: (name) => headers[name], body });
}

/** `field: message` of everything that was wrong; an empty list when nothing was. */
function complaints(operationId: string, sent: Sent): string[] {
  const result = validate(operationId, sent);
  if (result.ok) return [];
  expect(result.refusal.code).toBe('validation_error');
  return (result.refusal.details ?? []).map((detail) => `${detail.field}: ${detail.message}`);
}

const body = (operationId: string, sent: unknown) => complaints(operationId, { body: sent });

describe('request validators', () => {
  it('can be made for every operation of the contract', () => {
    for (const operation of contract.operations.values()) {
      const validator = createRequestValidator(ajv, contract.document, operation);
      expect(() =>
        validator({ path: {}, queryString: '', headerValues: () => undefined, body: undefined }),
      ).not.toThrow();
    }
  });

  it('are made of what JSON Schema knows', () => {
    // The server takes the time for this neither at its start nor at a first request.
    const strict = new Ajv2020({ strict: false });
    const both = loadContract(pathOf('causeway'), pathOf('web'));
    for (const { id, parameters, body } of both.operations.values())
      for (const schema of [...parameters.map((each) => each.schema), ...(body?.content.values() ?? [])]) {
        const isValid = strict.validateSchema(requestSchema(both.document, schema));
        expect([id, isValid, strict.errorsText()]).toEqual([id, true, 'No errors']);
      }
  });

  it('refuse every body that is required and missing, and none that may be left out', () => {
    const both = loadContract(pathOf('causeway'), pathOf('web'));
    const takesJson = [...both.operations.values()].filter(({ body }) => body?.content.has('application/json'));
    const refusesNone = takesJson.filter((operation) => {
      const inPath = operation.parameters.filter(({ location }) => location === 'path');
      const path = Object.fromEntries(inPath.map(({ name }) => [name, ID]));
      const validator = createRequestValidator(ajv, both.document, operation);
      const result = validator({ path, queryString: '', headerValues: () => undefined, body: undefined });
      return !result.ok && result.refusal.details?.some(({ location }) => location === 'body') === true;
    });
    expect(refusesNone.map(({ id }) => id)).toEqual(
      takesJson.filter((each) => each.body?.required).map(({ id }) => id),
    );
    expect(refusesNone.length).toBeGreaterThan(20);
    expect(complaints('putConnectionCredentials', { path: { connectionId: ID } })).toEqual([
      ': is required: send a JSON object',
    ]);
  });

  it('say every pattern of the contract’s requests in words', () => {
    const patterns = new Set<string>();
    const collect = (schema: unknown): void => {
      if (Array.isArray(schema)) for (const each of schema) collect(each);
      if (!isObject(schema)) return;
      if (typeof schema.pattern === 'string') patterns.add(schema.pattern);
      for (const each of Object.values(schema)) collect(each);
    };
    for (const operation of contract.operations.values()) {
      for (const parameter of operation.parameters) collect(requestSchema(contract.document, parameter.schema));
      for (const schema of operation.body?.content.values() ?? []) collect(requestSchema(contract.document, schema));
    }
    expect([...patterns].filter((pattern) => PATTERN_MESSAGES[pattern] === undefined)).toEqual([]);
  });

  it('decide about amounts as the contract’s own pattern does, but in linear time', () => {
    const original = /^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$/;
    const anyText = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '-', '+', 'e', ' ', '\n'), maxLength: 10 });
    fc.assert(
      fc.property(anyText, (text) => {
        const query = `amountGte=${encodeURIComponent(text)}`;
        expect(validate('listTransactions', { query }).ok).toBe(original.test(text));
      }),
      { numRuns: 500 },
    );
    const hostile = complaints('listTransactions', { query: `amountGte=${'0'.repeat(30_000)}x` });
    expect(hostile).toHaveLength(1);
  });
});

describe('connection bodies', () => {
  it.each<[unknown, string[]]>([
    [{}, ['entityId: is required', 'institutionId: is required unless portalUrl is given']],
    [{ entityId: ID }, ['institutionId: is required unless portalUrl is given']],
    [{ institutionId: 'a' }, ['entityId: is required']],
    [{ portalUrl: 'https://a.example' }, ['entityId: is required']],
    [{ entityId: 'x', institutionId: 'a' }, ['entityId: must be a UUID']],
    [{ entityId: ID, portalUrl: 'http://a.example' }, ['portalUrl: must begin with https://']],
    [{ entityId: ID, portalUrl: 'https://a b' }, ['portalUrl: must be an absolute URL']],
    [{ entityId: ID, portalUrl: null }, ['institutionId: is required unless portalUrl is given']],
    [{ entityId: ID, institutionId: null }, ['institutionId: must be text']],
    [{ entityId: ID, institutionId: '' }, ['institutionId: must not be empty']],
    [{ entityId: ID, institutionId: 'a', colour: 1 }, ['colour: is not a known property']],
    [
      { entityId: ID, colour: 1 },
      ['institutionId: is required unless portalUrl is given', 'colour: is not a known property'],
    ],
    [{ entityId: ID, institutionId: 'a' }, []],
    [{ entityId: ID, institutionId: 'a', portalUrl: null, metadata: {} }, []],
    [{ entityId: ID, portalUrl: 'https://a.example' }, []],
  ])('%j', (sent, expected) => {
    expect(body('createConnection', sent)).toEqual(expected);
  });
});

describe('clock bodies', () => {
  it.each<[unknown, string[]]>([
    [{}, ['days: is required unless until is given']],
    [{ days: 1, until: '2026-12-01T00:00:00Z' }, ['until: cannot be combined with days']],
    [{ days: 0 }, ['days: must be at least 1']],
    [{ days: 1.5 }, ['days: must be an integer']],
    [{ days: '1' }, ['days: must be an integer']],
    [
      { until: '2026-02-30T00:00:00Z' },
      ['until: must be an RFC 3339 time with an offset, such as 2026-11-20T06:02:11Z'],
    ],
    [
      { until: '2026-12-01 00:00:00Z' },
      ['until: must be an RFC 3339 time with an offset, such as 2026-11-20T06:02:11Z'],
    ],
    [
      { until: '2026-12-01T00:00:00' },
      ['until: must be an RFC 3339 time with an offset, such as 2026-11-20T06:02:11Z'],
    ],
    [
      { until: '2026-12-01T24:00:00Z' },
      ['until: must be an RFC 3339 time with an offset, such as 2026-11-20T06:02:11Z'],
    ],
    [{ until: '2026-12-01T02:00:00.5+02:00' }, []],
    [{ days: 3660 }, []],
  ])('%j', (sent, expected) => {
    expect(body('advanceSandboxClock', sent)).toEqual(expected);
  });
});

describe('transfer bodies', () => {
  const transfer = {
    type: 'external',
    amount: { type: 'money', value: '10.00', currency: 'USD' },
    sourceAccountId: ID,
    destination: {
      type: 'external_account',
      name: 'N',
      paymentIdentifier: { scheme: 'iban', iban: 'DE89370400440532013000' },
    },
    transferType: 'sepa',
    clientReference: 'r',
  };
  const withIdentifier = (paymentIdentifier: unknown) => ({
    ...transfer,
    destination: { ...transfer.destination, paymentIdentifier },
  });

  it.each<[string, unknown, string[]]>([
    ['no variant', {}, ['type: is required']],
    ['an unknown variant', { type: 'wire' }, ['type: must be one of internal, external']],
    ['a variant that is no text', { type: 1 }, ['type: must be one of internal, external']],
    [
      'zero as a number',
      { ...transfer, amount: { ...transfer.amount, value: 0 } },
      ['amount.value: must be greater than 0'],
    ],
    [
      'a signed amount',
      { ...transfer, amount: { ...transfer.amount, value: '-1' } },
      ['amount.value: must be an unsigned decimal number such as 1250.00, with at most 18 decimals'],
    ],
    [
      'an unknown scheme',
      withIdentifier({ scheme: 'x' }),
      [
        'destination.paymentIdentifier.scheme: must be one of us_ach, uk_sort_code_account_number, iban, swift_account_number',
      ],
    ],
    ['no scheme', withIdentifier({}), ['destination.paymentIdentifier.scheme: is required']],
    [
      'a scheme without its parts',
      withIdentifier({ scheme: 'us_ach' }),
      [
        'destination.paymentIdentifier.accountNumber: is required',
        'destination.paymentIdentifier.routingNumber: is required',
      ],
    ],
    [
      'an address that lacks its city',
      { ...transfer, destination: { ...transfer.destination, address: { line1: 'a', country: 'GB' } } },
      ['destination.address.city: is required'],
    ],
    ['an address of null', { ...transfer, destination: { ...transfer.destination, address: null } }, []],
    [
      'a day that does not exist',
      { ...transfer, executionDate: '2026-02-29' },
      ['executionDate: must be a day that exists, as YYYY-MM-DD'],
    ],
    ['a whole transfer', transfer, []],
  ])('names what is wrong with %s', (_case, sent, expected) => {
    expect(body('createTransfer', sent)).toEqual(expected);
  });

  it('fills in defaults also inside a variant', () => {
    expect(validate('createTransfer', { body: { ...transfer } })).toMatchObject({
      ok: true,
      value: { body: { skipPreflight: false } },
    });
  });

  it('rejects an idempotency key that is empty, padded, too long or given twice', () => {
    const withKeys = (...keys: string[]) =>
      complaints('createTransfer', { body: { ...transfer }, headers: { 'Idempotency-Key': keys } });
    expect(withKeys('pay-1')).toEqual([]);
    expect(withKeys('')).toEqual(['Idempotency-Key: must not be empty']);
    expect(withKeys(' a ')).toEqual(['Idempotency-Key: must not begin or end with white space']);
    expect(withKeys('x'.repeat(256))).toEqual(['Idempotency-Key: must have at most 255 characters']);
    expect(withKeys('a', 'b')).toEqual(['Idempotency-Key: must be given only once']);
  });
});

describe('other inputs', () => {
  it('take nullable properties and complain about the others', () => {
    expect(
      complaints('updateWebhook', {
        path: { webhookId: ID },
        body: { url: null, events: null, active: null, metadata: null },
      }),
    ).toEqual([]);
    expect(body('createWebhook', { url: null, events: ['test', 'test'] })).toEqual([
      'url: must be text',
      'events: must not name the same item twice',
    ]);
    expect(body('createWebhook', { url: 'https://a.example', events: [] })).toEqual(['events: must not be empty']);
    expect(body('createWebhook', { url: 'https://a.example', events: ['x'] })[0]).toMatch(
      /^events\.0: must be one of connection\.status_changed, /,
    );
  });

  it.each(['a@b.example', 'A.b+c@sub.b-c.example', "o'neil@b.example"])('take the address %s', (email) => {
    expect(complaints('updateEntity', { path: { entityId: ID }, body: { contactEmails: [email] } })).toEqual([]);
  });

  it.each([
    'a',
    '@b.example',
    'a@b',
    'a b@c.example',
    'a@-b.example',
    'a..b@c.example',
    'a@b..example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(100_000)}`,
  ])('reject the address %.40s', (email) => {
    const found = complaints('updateEntity', {
      path: { entityId: ID },
      body: { contactEmails: ['ok@b.example', email] },
    });
    expect(found).toEqual(['contactEmails.1: must be an email address']);
  });

  it('give ids their one spelling, and let a filter by an impossible id match nothing', () => {
    const found = validate('listTransactions', {
      query: `accountId=${ID.toUpperCase()}&connectionId=abc&entityId=${ID.toUpperCase()}`,
    });
    expect(found).toMatchObject({
      ok: true,
      value: {
        query: {
          accountId: ID,
          connectionId: '00000000-0000-0000-0000-000000000000',
          entityId: ID,
          limit: 100,
          sort: '-postedDate',
        },
      },
    });
    expect(validate('createConnection', { body: { entityId: ID.toUpperCase(), institutionId: 'a' } })).toMatchObject({
      value: { body: { entityId: ID } },
    });
  });

  it('reject 0000 as a year and every day that the calendar lacks', () => {
    for (const day of [
      '0000-01-01',
      '2026-00-10',
      '2026-13-01',
      '2026-04-31',
      '2025-02-29',
      '2026-1-1',
      '20260101',
      '2026-01-01T00:00:00Z',
    ]) {
      expect(complaints('listBalances', { query: `dateGte=${day}` })).toEqual([
        'dateGte: must be a day that exists, as YYYY-MM-DD',
      ]);
    }
    expect(complaints('listBalances', { query: 'dateGte=2024-02-29' })).toEqual([]);
  });

  it('reject a number that is read as endless, because it would be written as null', () => {
    const metadata = JSON.parse('{"rates":[1,1e400]}');
    expect(body('createEntity', { externalEntityId: 'a', metadata })).toEqual([
      'metadata.rates.1: must not be that large',
    ]);
  });

  it('stop at a body that is a flood of values', () => {
    const flood = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`k${index}`, 1]));
    expect(body('createEntity', flood)).toEqual([': must hold at most 20000 values']);
  });

  it('list at most 25 problems', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 1]));
    expect(body('createEntity', unknown)).toHaveLength(25);
  });
});
