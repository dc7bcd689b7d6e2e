import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { getOperation, isObject, loadContract, objectAt, partAt, resolveRef } from './contract.ts';
import { createResponseSerializer } from './response-serializer.ts';

const contract = loadContract(fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url)));
const { document } = contract;

const exampleOf = (name: string) =>
  objectAt(objectAt(partAt(document, `#/components/examples/${name}`), name).value, name);
const serialise = (operationId: string, status: number, body: unknown): unknown =>
  JSON.parse(createResponseSerializer(document, getOperation(contract, operationId))(status, body));

function examples(): { operationId: string; status: number; name: string }[] {
  return [...contract.operations.values()].flatMap((operation) => {
    const pointer = `#/paths/${operation.path.replaceAll('/', '~1')}/${operation.method.toLowerCase()}/responses`;
    return Object.entries(objectAt(partAt(document, pointer), pointer)).flatMap(([status, response]) => {
      const json = objectAt(resolveRef(document, response).content ?? {}, status)['application/json'];
      const names = isObject(json) && isObject(json.examples) ? Object.keys(json.examples) : [];
      return Number(status) < 300
        ? names.map((name) => ({ operationId: operation.id, status: Number(status), name }))
        : [];
    });
  });
}

describe('response serializer', () => {
  it.each(examples())(
    'loses and adds nothing to the example $name of $operationId',
    ({ operationId, status, name }) => {
      expect(serialise(operationId, status, exampleOf(name))).toEqual(exampleOf(name));
    },
  );

  it('sends null for a nullable key that was left out', () => {
    const { name: _name, ...entity } = exampleOf('Entity');
    expect(serialise('getEntity', 200, entity)).toEqual({ ...entity, name: null });
    const { lastSyncedAt: _lastSyncedAt, ...connection } = exampleOf('ReadyConnection');
    expect(serialise('getConnection', 200, connection)).toMatchObject({ lastSyncedAt: null });
  });

  it('adds nothing to a view that `fields` has thinned out', () => {
    const sparse = { id: 'a', connectionId: 'b', accountId: 'c', amount: '1.00' };
    expect(serialise('getTransaction', 200, sparse)).toEqual(sparse);
  });

  it('drops what is not documented, at any depth', () => {
    const connection = { ...exampleOf('SetupConnection'), passwordHash: 'x' };
    expect(serialise('getConnection', 200, connection)).toEqual(exampleOf('SetupConnection'));
    const list = { ...exampleOf('EntityList'), data: [{ ...exampleOf('Entity'), secret: 'x' }] };
    expect(JSON.stringify(serialise('listEntities', 200, list))).not.toContain('secret');
  });

  it('keeps free-form metadata as it is', () => {
    const metadata = { a: [1, 'two', { b: null }], ключ: true };
    expect(serialise('getEntity', 200, { ...exampleOf('Entity'), metadata })).toMatchObject({ metadata });
  });

  it('fails rather than leave out a key that must have a value', () => {
    const { entityId: _entityId, ...entity } = exampleOf('Entity');
    expect(() => serialise('getEntity', 200, entity)).toThrow('entityId');
    expect(() => serialise('getEntity', 201, entity)).toThrow('status 201');
  });
});
