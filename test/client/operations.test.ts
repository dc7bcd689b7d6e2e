import { describe, expect, it } from 'vitest';
import { createClient } from '../../packages/client/src/client.ts';
import { OPERATIONS, type OperationRoute } from '../../packages/client/src/operations.ts';
import { getOperation } from '../../src/api/contract/contract.ts';
import { operations } from '../../src/api/operations.ts';
import { theContract } from '../support/calls/load-contract.ts';

const served = operations.map(({ id }) => id).sort();
const routes: [string, OperationRoute][] = Object.entries(OPERATIONS);

describe('the client', () => {
  it('knows every operation that is served, and no other', () => {
    expect(Object.keys(OPERATIONS).sort()).toEqual(served);
  });

  it.each(routes)('asks for %s as the contract says', (id, route) => {
    const operation = getOperation(theContract(), id);
    expect({ method: route.method, path: route.path }).toEqual({ method: operation.method, path: operation.path });
    const takesKey = operation.parameters.some(({ name }) => name === 'Idempotency-Key');
    expect(route.idempotencyKey ?? false).toBe(takesKey);
    expect(route.form ?? false).toBe(operation.body?.content.has('multipart/form-data') ?? false);
    const types = [...(operation.responses.get(200)?.content.keys() ?? [])];
    const isFile =
      types.length > 0 && !types.some((type) => type === 'application/json' || type === 'text/event-stream');
    expect(route.file ?? false).toBe(isFile);
    expect(route.live ?? false).toBe(operation.responses.get(200)?.content.has('text/event-stream') ?? false);
    // A name that stands in path and query would have to be two inputs.
    const names = operation.parameters.filter(({ location }) => location !== 'header').map(({ name }) => name);
    expect(new Set([...names, 'body']).size).toBe(names.length + 1);
  });

  it('iterates over every list', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1' });
    const paged = routes.filter(([id]) =>
      getOperation(theContract(), id).parameters.some(({ name }) => name === 'cursor'),
    );
    const streams = ['syncTransactions', 'streamTransactions', 'streamEvents'];
    const lists = paged.map(([id]) => id).filter((id) => !streams.includes(id));
    expect(
      Object.keys(client.iterate)
        .map((name) => `list${name.charAt(0).toUpperCase()}${name.slice(1)}`)
        .sort(),
    ).toEqual(lists.sort());
  });
});
