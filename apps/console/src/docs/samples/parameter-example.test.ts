import { describe, expect, it } from 'vitest';
import type { ApiDocument, SchemaNode } from '../contract/api-document.ts';
import { type ApiOperation, listOperations } from '../contract/api-operation.ts';
import { exampleOf } from './parameter-example.ts';

const ref = (name: string): SchemaNode => ({ $ref: `#/components/schemas/${name}` });
const FIELDS = { name: 'fields', in: 'query', example: 'status,amount', schema: {} } as const;
const DOCUMENT: ApiDocument = {
  info: { title: 'T', version: '1', description: '' },
  tags: [],
  paths: {
    '/v1/things': {
      get: {
        operationId: 'listThings',
        parameters: [FIELDS, { name: 'colour', in: 'query', example: 'red', schema: {} }],
        responses: { '200': { content: { 'application/json': { schema: ref('ThingList') } } } },
      },
    },
    '/v1/things/live': {
      get: {
        operationId: 'streamThings',
        parameters: [FIELDS],
        responses: { '200': { content: { 'text/event-stream': { 'x-sse-messages': { added: ref('ThingView') } } } } },
      },
    },
    '/v1/others': {
      get: {
        operationId: 'listOthers',
        parameters: [FIELDS],
        responses: { '200': { content: { 'application/json': { schema: ref('Thing') } } } },
      },
    },
  },
  components: {
    schemas: {
      Thing: { type: 'object', properties: { id: {}, parts: { type: 'array', items: ref('Thing') } } },
      SparseThing: { type: 'object', required: ['id'], properties: { id: {}, type: {}, currency: {}, name: {} } },
      ThingView: { anyOf: [ref('Thing'), ref('SparseThing')] },
      ThingList: { type: 'object', properties: { data: { type: 'array', items: ref('ThingView') } } },
    },
  },
};

function example(id: string, name: string): string {
  const operation = listOperations(DOCUMENT).find((each): each is ApiOperation => each.id === id);
  const parameter = operation?.parameters.find((each) => each.name === name);
  if (operation === undefined || parameter === undefined) throw new Error(`there is no ${name} of ${id}`);
  return exampleOf(DOCUMENT, operation, parameter);
}

describe('the example of a parameter', () => {
  it('names fields of what the operation itself answers, without those that come in any case', () => {
    expect(example('listThings', 'fields')).toBe('type,currency');
    expect(example('streamThings', 'fields')).toBe('type,currency');
  });

  it('is left out where nothing says which fields there are', () => {
    expect(example('listOthers', 'fields')).toBe('');
  });

  it("is otherwise the contract's", () => {
    expect(example('listThings', 'colour')).toBe('red');
  });
});
