import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type AppOptions, buildApp } from '../../src/api/app.ts';
import type { Operation } from '../../src/api/operation.ts';
import type { Authentication, CoreParts } from '../../src/api/parts.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import type { CursorKeys } from '../../src/domain/cursors/stream-cursor.ts';
import { createIdGenerator } from '../../src/domain/values/id.ts';
import { silentLog } from '../../src/infra/log.ts';
import { theContract } from '../support/calls/load-contract.ts';

const SECRET = 'S'.repeat(32);

/** Keys that the fake directory knows, by what becomes of them. */
export const KEYS = {
  full: `way_test_full_${SECRET}`,
  readOnly: `way_test_readonly_${SECRET}`,
  expired: `way_test_expired_${SECRET}`,
  revoked: `way_test_revoked_${SECRET}`,
  unknown: `way_test_unknown_${SECRET}`,
} as const;

export const AUTHORIZED = { authorization: `Bearer ${KEYS.full}` } as const;

/** Parts without a database: keys by name, one organization, real ids. */
export function createFakeParts(changes: Partial<CoreParts> = {}): CoreParts {
  const source = { nowMs: () => Date.now(), randomBytes };
  return {
    version: '9.9.9-test',
    documentationBaseUrl: () => 'https://docs.example.com/errors',
    log: silentLog,
    actor: { kind: 'system', id: 'test' },
    nowMs: source.nowMs,
    newId: createIdGenerator(source),
    cursorKeys: createFakeCursorKeys(),
    authenticate: async ({ keyId, environment }) => authenticationOf(keyId, environment),
    isReady: async () => true,
    ...changes,
  };
}

/** One cursor key, HMAC-SHA-256. */
export function createFakeCursorKeys(): CursorKeys {
  return {
    currentKeyId: 1,
    tag: (keyId, message) => (keyId === 1 ? createHmac('sha256', 'a key for tests').update(message).digest() : null),
    equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  };
}

/** An app over some operations and fake parts. The caller closes it. */
export function createFakeApp(
  operations: readonly Operation<CoreParts>[],
  changes: Partial<CoreParts> = {},
  bounds: AppOptions<CoreParts>['bounds'] = {},
): FastifyInstance {
  return buildApp({ parts: createFakeParts(changes), contract: theContract(), operations, bounds });
}

function authenticationOf(keyId: string, environment: 'live' | 'test'): Authentication {
  if (keyId === 'expired' || keyId === 'revoked') return { outcome: keyId };
  if (keyId !== 'full' && keyId !== 'readonly') return { outcome: 'unknown' };
  const scopes = new Set(keyId === 'full' ? SCOPES : SCOPES.filter((scope) => scope.endsWith(':read')));
  const organizationId = '019a1f60-0000-7000-8000-000000000001';
  const caller = { kind: 'key', id: keyId, label: keyId } as const;
  return { outcome: 'accepted', principal: { organizationId, environment, caller, scopes } };
}
