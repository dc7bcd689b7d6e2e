import { Readable } from 'node:stream';
import { objectAt, partAt } from '../../src/api/contract/contract.ts';
import { parseFields, pickFields } from '../../src/api/lists/fields.ts';
import { presentPage, readPage } from '../../src/api/lists/paging.ts';
import { defineOperation, type Presented } from '../../src/api/operation.ts';
import type { CoreParts } from '../../src/api/parts.ts';
import { refuse } from '../../src/domain/refusal.ts';
import { theContract } from '../support/calls/load-contract.ts';

/** A fresh copy of one of the contract's examples. */
export function exampleOf<T>(name: string): T {
  const example = objectAt(partAt(theContract().document, `#/components/examples/${name}`), name);
  // The examples are checked against their schemas by the tests of assertResponseMatchesContract.
  return structuredClone(example.value) as T;
}

const entity = (): Presented<'Entity'> => exampleOf('Entity');

/** Answers with the example, whatever the id. */
export const getEntity = defineOperation<'getEntity', CoreParts>('getEntity', {
  handle: ({ path }) => ({ status: 200, body: { ...entity(), entityId: path.entityId } }),
});

/** Answers with what it understood. */
export const createEntity = defineOperation<'createEntity', CoreParts>('createEntity', {
  handle: ({ body }) => ({
    status: 201,
    headers: { Location: '/v1/entities/019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3' },
    body: {
      ...entity(),
      externalEntityId: body.externalEntityId,
      name: body.name ?? null,
      metadata: body.metadata ?? {},
    },
  }),
});

/** Seven entities, in pages. */
export const listEntities = defineOperation<'listEntities', CoreParts>('listEntities', {
  handle: (input, context) => {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { after, take } = page.value;
    const all = Array.from({ length: 7 }, (_, index) => ({
      ...entity(),
      entityId: `019a1f60-3c8e-7a41-b2d7-00000000000${7 - index}`,
    }));
    const rest = all.filter((each) => after === null || each.entityId < String(after[0])).slice(0, take);
    return {
      status: 200,
      body: presentPage(page.value, rest, { position: (row) => [row.entityId], present: (row) => row }, context),
    };
  },
});

/** Refuses, as the default entity's deletion is. */
export const deleteEntity = defineOperation<'deleteEntity', CoreParts>('deleteEntity', {
  handle: ({ path }) =>
    path.entityId.endsWith('d3')
      ? refuse('default_entity_protected', 'The default entity of an organization cannot be deleted.')
      : { status: 204 },
});

/** Fails without saying why. */
export const updateEntity = defineOperation<'updateEntity', CoreParts>('updateEntity', {
  handle: () => {
    throw new Error('the password is hunter2');
  },
});

/** Answers with the example in either shape. */
export const getConnection = defineOperation<'getConnection', CoreParts>('getConnection', {
  handle: () => ({ status: 200, body: exampleOf<Presented<'SetupConnection'>>('SetupConnection') }),
});

/** Queues nothing. */
export const syncConnection = defineOperation<'syncConnection', CoreParts>('syncConnection', {
  handle: ({ path }) => ({
    status: 202,
    headers: { Location: `/v1/connections/${path.connectionId}/syncRuns/019a9e2f-0a55-7412-9c7e-f3b86d1042ea` },
    rawJson: JSON.stringify(exampleOf('SyncRunQueued')),
  }),
});

/** Reads an upload to its end and tells what came. */
export const uploadConnectionFile = defineOperation<'uploadConnectionFile', CoreParts>('uploadConnectionFile', {
  maxBodyBytes: 100_000,
  async handle({ body, path }) {
    let sizeBytes = 0;
    for await (const chunk of body.file.stream) sizeBytes += chunk.length;
    const fields = await body.readFields();
    if (!fields.ok) return fields.refusal;
    const run = exampleOf<Presented<'SyncRun'>>('SyncRunUpload');
    const file = { name: body.file.name, format: fields.value.format ?? null, sizeBytes, sha256: '0'.repeat(64) };
    return {
      status: 201,
      headers: { Location: `/v1/connections/${path.connectionId}/syncRuns/${run.id}` },
      rawJson: JSON.stringify({ ...run, file }),
    };
  },
});

/** The example, thinned out. */
export const getTransaction = defineOperation<'getTransaction', CoreParts>('getTransaction', {
  handle: ({ query }) => {
    const fields = parseFields('Transaction', query.fields);
    if (!fields.ok) return fields.refusal;
    return { status: 200, body: pickFields(exampleOf<Presented<'Transaction'>>('Transaction'), fields.value) };
  },
});

/** Two messages, then the end. */
export const streamTransactions = defineOperation<'streamTransactions', CoreParts>('streamTransactions', {
  handle: () => ({ status: 200, contentType: 'text/event-stream', stream: Readable.from([': one\n\n', ': two\n\n']) }),
});

/** Takes what the contract calls an optional body with a default. */
export const rotateWebhookSecret = defineOperation<'rotateWebhookSecret', CoreParts>('rotateWebhookSecret', {
  handle: ({ body }, { requestId }) => {
    const rotated = exampleOf<Presented<'WebhookSecretRotated'>>('WebhookSecretRotated');
    const url = `https://example.com/${body.overlapSeconds}`;
    return {
      status: 200,
      rawJson: JSON.stringify({ ...rotated, webhook: { ...rotated.webhook, url }, meta: { requestId } }),
    };
  },
});

export const FAKE_OPERATIONS = [
  getEntity,
  createEntity,
  listEntities,
  deleteEntity,
  updateEntity,
  getConnection,
  syncConnection,
  uploadConnectionFile,
  getTransaction,
  streamTransactions,
  rotateWebhookSecret,
] as const;
