import { describe, expect, it } from 'vitest';
import type { ApiDocument } from '../contract/api-document.ts';
import { type ApiOperation, listOperations } from '../contract/api-operation.ts';
import { writeClientSample } from './client-sample.ts';
import { writeCurlSample } from './curl-sample.ts';
import { writeFetchSample } from './fetch-sample.ts';
import { planSample } from './sample-request.ts';

const json = { 'application/json': { schema: { type: 'object' } } };
const DOCUMENT: ApiDocument = {
  info: { title: 'T', version: '1', description: '' },
  tags: [],
  components: { schemas: {} },
  paths: {
    '/v1/things': {
      get: {
        operationId: 'listThings',
        parameters: [
          { name: 'cursor', in: 'query', schema: {} },
          { name: 'limit', in: 'query', schema: {} },
          { name: 'Idempotency-Key', in: 'header', required: true, schema: {} },
        ],
        responses: { '200': { content: json } },
      },
      post: {
        operationId: 'createThing',
        requestBody: {
          required: true,
          content: { 'application/json': { examples: { one: { value: { name: "it's", 'a-b': [1, null] } } } } },
        },
        responses: { '201': { content: json } },
      },
    },
    '/v1/things/{thingId}': {
      delete: {
        operationId: 'deleteThing',
        parameters: [{ name: 'thingId', in: 'path', required: true, example: 'a b', schema: {} }],
        responses: { '204': {} },
      },
    },
    '/v1/things/{thingId}/content': {
      get: {
        operationId: 'getThingContent',
        security: [],
        parameters: [{ name: 'thingId', in: 'path', required: true, example: 't1', schema: {} }],
        responses: { '200': { content: { 'application/pdf': {} } } },
      },
    },
  },
};

function request(id: string, parameters = {}) {
  const operation = listOperations(DOCUMENT).find((each): each is ApiOperation => each.id === id);
  if (operation === undefined) throw new Error(`there is no ${id}`);
  return planSample(operation, { baseUrl: 'http://host', parameters });
}

describe('a sample', () => {
  it('sends what must be sent, and of the rest a limit only', () => {
    expect(request('listThings').target).toBe('/v1/things?limit=20');
    expect(request('listThings', { limit: '3', cursor: 'a&b' }).target).toBe('/v1/things?cursor=a%26b&limit=3');
    expect(request('deleteThing').target).toBe('/v1/things/a%20b');
  });

  it('is a line for a shell that keeps quotes whole', () => {
    expect(writeCurlSample(request('listThings'))).toBe(
      'curl -sS --fail-with-body \\\n  \'http://host/v1/things?limit=20\' \\\n  -H "Authorization: Bearer $CAUSEWAY_API_KEY"',
    );
    const post = writeCurlSample(request('createThing'));
    expect(post).toContain("it'\\''s");
    expect(post).not.toContain('-X');
    expect(writeCurlSample(request('deleteThing'))).toContain('-X DELETE');
    expect(writeCurlSample(request('getThingContent'))).toBe(
      'curl -sS --fail-with-body \\\n  http://host/v1/things/t1/content \\\n  -o content.pdf',
    );
  });

  it('is a program with the client', () => {
    expect(writeClientSample(request('listThings'))).toBe(
      [
        "import { createClient } from '@causeway/client';",
        '',
        "const client = createClient({\n  baseUrl: 'http://host',\n  apiKey: process.env.CAUSEWAY_API_KEY,\n});",
        '',
        'const { data } = await client.listThings({ limit: 20 });',
        'console.log(data);',
        '// client.iterate.things() goes through every page.',
        '',
      ].join('\n'),
    );
    expect(writeClientSample(request('createThing'))).toContain(
      "client.createThing({ body: { name: 'it\\'s', 'a-b': [1, null] } })",
    );
    expect(writeClientSample(request('getThingContent'))).toContain(
      "await writeFile('content.pdf', await client.getThingContent({ thingId: 't1' }));",
    );
  });

  it('is a program with fetch, which reads an answer only where there is one', () => {
    expect(writeFetchSample(request('createThing'))).toContain(
      "body: JSON.stringify({ name: 'it\\'s', 'a-b': [1, null] })",
    );
    expect(writeFetchSample(request('deleteThing'))).toMatch(/console\.log\(response\.status\);\n$/);
    expect(writeFetchSample(request('getThingContent'))).not.toContain('Authorization');
  });
});
