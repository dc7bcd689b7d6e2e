import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/test-database.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { createKnownKey } from '../../infra/vault/known-key.ts';
import { createKeyRing } from '../../infra/vault/master-key.ts';
import { createVault } from '../../infra/vault/vault.ts';
import { insertOrganization } from '../tenants/organizations.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { findDataKey, insertDataKey } from './data-keys.ts';
import { createSealedCredentials, type SealedCredentials } from './sealed-credentials.ts';
import { answerIdOf, sealedChangeIdOf, sessionIdOf } from './sealed-ids.ts';

const NOW = instantFromMs(Date.parse('2026-11-20T06:00:00.000Z'));
const CONNECTION = '01a1fc6b-0000-7000-8000-0000000000c1';
const TAMPERED = { code: 'tampered' };

let database: TestDatabase;
let credentials: SealedCredentials;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  const vault = createVault({ keyRing: createKeyRing(createKnownKey(new Uint8Array(32).fill(7)), []) });
  credentials = createSealedCredentials({ sqlOf: () => database.sql, vault, now: () => NOW });
  [ours, theirs] = await Promise.all([addTenant(), addTenant()]);
});
afterAll(() => database?.drop());

async function addTenant(): Promise<Tenant> {
  const organizationId = randomUUID();
  await insertOrganization(database.sql, { id: organizationId, name: 'Acme', createdAt: NOW });
  return { organizationId, environment: 'test' };
}

describe('a login that was moved within the database', () => {
  it('opens for its own connection only', async () => {
    const sealed = await credentials.seal(ours, CONNECTION, 'a password');
    expect(await credentials.open(ours, CONNECTION, sealed)).toBe('a password');
    await expect(credentials.open(ours, CONNECTION.replace(/1$/, '2'), sealed)).rejects.toMatchObject(TAMPERED);
    await expect(credentials.open({ ...ours, environment: 'live' }, CONNECTION, sealed)).rejects.toMatchObject(
      TAMPERED,
    );
  });

  it('opens for no other organization, though the key is moved as well', async () => {
    const sealed = await credentials.seal(ours, CONNECTION, 'a password');
    const key = await findDataKey(database.sql, ours.organizationId);
    const thief = await addTenant();
    await insertDataKey(database.sql, thief.organizationId, key ?? new Uint8Array(), NOW);
    await expect(credentials.open(thief, CONNECTION, sealed)).rejects.toMatchObject(TAMPERED);
  });

  it('does not open as a code, a session or a new password of the same id', async () => {
    for (const idOf of [answerIdOf, sessionIdOf, sealedChangeIdOf]) {
      const sealed = await credentials.seal(ours, idOf(CONNECTION), 'something else');
      expect(await credentials.canOpen(ours, CONNECTION, sealed)).toBe(false);
      expect(await credentials.canOpen(ours, idOf(CONNECTION), sealed)).toBe(true);
    }
  });
});

it('every organization has a data key of its own, and keeps it', async () => {
  for (const tenant of [ours, theirs, { ...ours, environment: 'live' } as const])
    await credentials.seal(tenant, CONNECTION, 'a password');
  const sealed = await credentials.seal(theirs, CONNECTION, 'a password');
  const keys = await database.sql<{ organizationId: string; wrapped: Uint8Array }[]>`
    select organization_id, wrapped from data_keys
    where organization_id in ${database.sql([ours.organizationId, theirs.organizationId])}`;
  expect(keys).toHaveLength(2);
  expect(Buffer.from(keys[0]?.wrapped ?? []).equals(Buffer.from(keys[1]?.wrapped ?? []))).toBe(false);
  // With the place left out of account: it is the key that differs.
  const withTheirKey = keys.find(({ organizationId }) => organizationId === ours.organizationId)?.wrapped;
  await database.sql`update data_keys set wrapped = ${Buffer.from(withTheirKey ?? [])}
    where organization_id = ${theirs.organizationId}`;
  await expect(credentials.open(theirs, CONNECTION, sealed)).rejects.toMatchObject(TAMPERED);
});
