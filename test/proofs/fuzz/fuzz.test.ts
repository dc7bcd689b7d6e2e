import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectationOf } from '../../../proofs/fuzz/expectation.ts';
import { fuzz } from '../../../proofs/fuzz/fuzz.ts';
import type { FuzzRequest } from '../../../proofs/fuzz/fuzz-request.ts';
import { judge } from '../../../proofs/fuzz/judge.ts';
import { createWorld, WITHOUT_LIMITS, type World } from '../../../proofs/fuzz/world.ts';
import { getOperation } from '../../../src/api/contract/contract.ts';
import { theContract } from '../../support/calls/load-contract.ts';
import { type RunningSystem, startSystem } from '../../support/system/running-system.ts';

let system: RunningSystem;
let world: World;

beforeAll(async () => {
  system = await startSystem({ worker: false, settings: WITHOUT_LIMITS });
  world = await createWorld(system);
});
afterAll(() => system?.stop());

it('requests of every kind are answered as the contract says, and what is refused changes nothing', async () => {
  const result = await fuzz(world, { requests: 360, seed: 20_261_121 });
  expect(result.outcome === 'failed' ? result.report : 'passed').toBe('passed');
});

describe('an answer that is not what the contract says is found:', () => {
  const operation = getOperation(theContract(), 'createEntity');
  const good: FuzzRequest = {
    operationId: operation.id,
    method: 'POST',
    key: 'own',
    path: {},
    query: [],
    rawQuery: '',
    headers: [],
    body: { kind: 'json', value: { externalEntityId: 'a' }, contentType: 'application/json' },
  };
  const requestId = 'req_01KAF3A7V9M2X5C8T4WQDN6R1B';
  const refusal = (code: string, field = 'externalEntityId') => ({
    error: {
      code,
      message: 'No.',
      details: [{ location: 'body', field, message: 'is wrong' }],
      documentationUrl: `https://docs.example/errors#${code}`,
    },
    meta: { requestId },
  });
  const faultOf = (changes: Partial<FuzzRequest>, status: number, body: unknown) => {
    const request = { ...good, ...changes };
    const headers = {
      ...{ 'x-request-id': requestId, 'content-type': 'application/json', location: '/v1/entities/a' },
      ...{ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
    };
    const answer = { status, headers, body, isOpen: false };
    return judge(operation, request, expectationOf(operation, request, request), answer);
  };
  const json = (value: unknown): Partial<FuzzRequest> => ({ body: { ...good.body, kind: 'json', value } as never });
  const entity = {
    ...{
      entityId: '019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3',
      externalEntityId: 'a',
      isDefaultOrgEntity: false,
      name: null,
    },
    ...{
      createdAt: '2026-10-26T09:02:10.114Z',
      updatedAt: '2026-10-26T09:02:10.114Z',
      contactEmails: [],
      metadata: {},
    },
  };

  it('a right answer has no fault', () => {
    expect(faultOf({}, 201, entity)).toBeNull();
    expect(faultOf({}, 409, refusal('conflict'))).toBeNull();
    expect(faultOf(json({}), 422, refusal('validation_error'))).toBeNull();
  });

  it.each([
    ['a failure', {}, [500, refusal('internal_error')], /failed/],
    ['an undocumented status', {}, [200, entity], /status 200/],
    ['a key that is missing', {}, [201, { ...entity, metadata: undefined }], /metadata/],
    ['a key that is not documented', {}, [201, { ...entity, extra: 1 }], /additional properties/],
    ['a code of another operation', {}, [409, refusal('sync_in_progress')], /not documented/],
    ['a right request refused', {}, [422, refusal('validation_error')], /its form is right/],
    ['a wrong value accepted', json({ externalEntityId: '' }), [201, entity], /not validation_error/],
    ['an unknown property accepted', json({ externalEntityId: 'a', b: 1 }), [201, entity], /not validation_error/],
    ['a request without a key accepted', { key: 'missing' }, [201, entity], /not missing_api_key/],
    ['a scope that is missing', { key: 'scopeless' }, [201, entity], /not insufficient_scope/],
    ['a query that cannot be decoded', { rawQuery: 'a=%zz' }, [201, entity], /not malformed_request/],
  ] as const)('%s', (_, changes, [status, body], fault) => {
    expect(faultOf(changes, status, body)).toMatch(fault);
  });
});
