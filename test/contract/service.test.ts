import { describe, expect, it } from 'vitest';
import { getLiveness } from '../../src/api/routes/health/get-liveness.ts';
import { getReadiness } from '../../src/api/routes/health/get-readiness.ts';
import { getOpenApi } from '../../src/api/routes/service/get-open-api.ts';
import { UnavailableError } from '../../src/domain/unavailable-error.ts';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { createFakeApp } from './fake-app.ts';
import { getEntity } from './fake-operations.ts';

const OPERATIONS = [getLiveness, getReadiness, getOpenApi, getEntity];

async function get(operationId: string, url: string, changes: Parameters<typeof createFakeApp>[1] = {}) {
  const app = createFakeApp(OPERATIONS, changes);
  const response = await app.inject(url);
  await app.close();
  assertResponseMatchesContract(operationId, {
    status: response.statusCode,
    headers: response.headers,
    body: response.json(),
  });
  return response;
}

describe('service operations', () => {
  it('says that the process is alive, without a key and whatever else is broken', async () => {
    const response = await get('getLiveness', '/v1/health/live', { isReady: async () => false });
    expect(response.json()).toEqual({ status: 'ok', version: '9.9.9-test' });
  });

  it('says whether requests can be served', async () => {
    expect((await get('getReadiness', '/v1/health/ready')).statusCode).toBe(200);
    const starting = await get('getReadiness', '/v1/health/ready', { isReady: async () => false });
    expect(starting.statusCode).toBe(503);
    const broken = await get('getReadiness', '/v1/health/ready', {
      isReady: () => Promise.reject(new UnavailableError('gone')),
    });
    expect(broken.json().error.code).toBe('unavailable');
  });

  it('rejects parameters here too', async () => {
    expect((await get('getLiveness', '/v1/health/live?verbose=1')).statusCode).toBe(422);
  });

  it('serves the contract as far as it is implemented, and nothing that is not used', async () => {
    const document = (await get('getOpenApi', '/v1/openapi.json')).json();
    expect(Object.keys(document.paths).sort()).toEqual([
      '/v1/entities/{entityId}',
      '/v1/health/live',
      '/v1/health/ready',
      '/v1/openapi.json',
    ]);
    expect(Object.keys(document.paths['/v1/entities/{entityId}'])).toEqual(['get']);
    expect(document.paths['/v1/entities/{entityId}'].get['x-scope']).toBe('entities:read');
    expect(document['x-path-responses']).toBeDefined();
    expect(document.webhooks).toBeUndefined();
    expect(document.components.schemas.Entity).toBeDefined();
    expect(document.components.schemas.Transaction).toBeUndefined();
    expect(document.components.securitySchemes.apiKey['x-scopes']).toBeDefined();
    const text = JSON.stringify(document);
    for (const [, ref = ''] of text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)) {
      const [section = '', name = ''] = ref.split('/');
      expect(document.components[section][name], ref).toBeDefined();
    }
  });
});
