import { describe, expect, it } from 'vitest';
import { isObject, objectAt, partAt, resolveRef } from '../../../src/api/contract/contract.ts';
import { assertResponseMatchesContract } from './assert-response.ts';
import { theContract } from './load-contract.ts';

const REQUEST_ID = 'req_01KAF3A7V9M2X5C8T4WQDN6R1B';
const HEADERS = {
  'x-request-id': REQUEST_ID,
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  location: '/v1/somewhere',
};

function exampleOf(name: string): Record<string, unknown> {
  return structuredClone(
    objectAt(objectAt(partAt(theContract().document, `#/components/examples/${name}`), name).value, name),
  );
}

function successExamples(): { operationId: string; status: number; name: string }[] {
  const { document } = theContract();
  return [...theContract().operations.values()].flatMap((operation) => {
    const pointer = operation.path.replaceAll('/', '~1');
    const node = objectAt(
      partAt(document, `#/paths/${pointer}/${operation.method.toLowerCase()}/responses`),
      operation.id,
    );
    return Object.entries(node).flatMap(([status, response]) => {
      const json = objectAt(resolveRef(document, response).content ?? {}, status)['application/json'];
      const examples = isObject(json) && isObject(json.examples) ? Object.keys(json.examples) : [];
      return Number(status) < 300
        ? examples.map((name) => ({ operationId: operation.id, status: Number(status), name }))
        : [];
    });
  });
}

describe('assertResponseMatchesContract', () => {
  it.each(successExamples())(
    'takes the contract’s own example $name of $operationId',
    ({ operationId, status, name }) => {
      const sparse = name.includes('Sparse');
      const body = exampleOf(name);
      const requestId = isObject(body.meta) ? body.meta.requestId : REQUEST_ID;
      const headers = { ...HEADERS, 'x-request-id': requestId };
      expect(() => assertResponseMatchesContract(operationId, { status, headers, body }, { sparse })).not.toThrow();
    },
  );

  it('rejects a key that is not documented', () => {
    const body = { ...exampleOf('Entity'), colour: 'red' };
    expect(() => assertResponseMatchesContract('getEntity', { status: 200, headers: HEADERS, body })).toThrow(
      'must NOT have additional properties',
    );
  });

  it('rejects a documented key that is missing although the schema does not require it', () => {
    const { name: _name, ...body } = exampleOf('Entity');
    expect(() => assertResponseMatchesContract('getEntity', { status: 200, headers: HEADERS, body })).toThrow(
      "required property 'name'",
    );
  });

  it('rejects a whole view that lacks a key, unless fields were selected', () => {
    const { rail: _rail, ...body } = exampleOf('Transaction');
    expect(() => assertResponseMatchesContract('getTransaction', { status: 200, headers: HEADERS, body })).toThrow(
      "required property 'rail'",
    );
    expect(() =>
      assertResponseMatchesContract('getTransaction', { status: 200, headers: HEADERS, body }, { sparse: true }),
    ).not.toThrow();
  });

  it.each(['+5.00', '-0.00', '05', '1e3', '.5'])('rejects the amount %s as not canonical', (amount) => {
    const body = { ...exampleOf('Transaction'), amount };
    expect(() => assertResponseMatchesContract('getTransaction', { status: 200, headers: HEADERS, body })).toThrow(
      '/amount',
    );
  });

  it('rejects a time without milliseconds', () => {
    const body = { ...exampleOf('Transaction'), updatedAt: '2026-11-20T06:02:11Z' };
    expect(() => assertResponseMatchesContract('getTransaction', { status: 200, headers: HEADERS, body })).toThrow(
      '/updatedAt',
    );
  });

  it('rejects a missing Location, an undocumented status and a foreign request id', () => {
    const { location: _location, ...headers } = HEADERS;
    expect(() =>
      assertResponseMatchesContract('createEntity', { status: 201, headers, body: exampleOf('Entity') }),
    ).toThrow('Location is missing');
    expect(() =>
      assertResponseMatchesContract('getEntity', { status: 202, headers: HEADERS, body: exampleOf('Entity') }),
    ).toThrow('status 202');
    const list = { ...exampleOf('EntityList'), meta: { requestId: 'req_01KAF3A7V9M2X5C8T4WQDN6R1C' } };
    expect(() => assertResponseMatchesContract('listEntities', { status: 200, headers: HEADERS, body: list })).toThrow(
      'not X-Request-Id',
    );
  });

  it('rejects an error code that the status cannot carry', () => {
    const body = exampleOf('ErrorConflict');
    expect(() => assertResponseMatchesContract('deleteEntity', { status: 409, headers: HEADERS, body })).toThrow(
      'conflict is not documented here',
    );
    expect(() =>
      assertResponseMatchesContract('getEntity', { status: 404, headers: HEADERS, body: exampleOf('ErrorNotFound') }),
    ).not.toThrow();
  });

  it('knows the 405 that any path can send', () => {
    const headers = { ...HEADERS, allow: 'GET' };
    expect(() =>
      assertResponseMatchesContract('getEntity', { status: 405, headers, body: exampleOf('ErrorMethodNotAllowed') }),
    ).not.toThrow();
    expect(() =>
      assertResponseMatchesContract('getEntity', {
        status: 405,
        headers: HEADERS,
        body: exampleOf('ErrorMethodNotAllowed'),
      }),
    ).toThrow('Allow');
  });
});
