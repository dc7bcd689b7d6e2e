import { beforeAll, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createTenant } from '../../../test/support/records/ledger.ts';
import { findApiKeyByKeyId, insertApiKey, type ListedKey, listApiKeys, revokeApiKey, touchApiKey } from './api-keys.ts';

const AT = '2026-11-20T06:00:00.000Z';
const SECRET_HASH = new Uint8Array([0, 1, 2, 255]);

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

async function addKey(organizationId: string, changes: Partial<ListedKey> = {}): Promise<ListedKey> {
  const id = parts.newId();
  const key: ListedKey = {
    organizationId,
    id,
    environment: 'test',
    keyId: id.replaceAll('-', ''),
    name: 'CI',
    scopes: ['accounts:read', 'entities:write'],
    createdAt: AT,
    expiresAt: '2027-11-20T06:00:00.000Z',
    revokedAt: null,
    lastUsedAt: null,
    madeBy: { kind: 'member', id, label: 'mara@example.test' },
    ...changes,
  };
  await insertApiKey(database.sql, { ...key, secretHash: SECRET_HASH });
  return key;
}

it('finds a key by its readable part, with the hash of its secret', async () => {
  const { organizationId } = await createTenant(parts);
  const key = await addKey(organizationId);
  const { secretHash, ...found } = (await findApiKeyByKeyId(database.sql, key.keyId)) ?? { secretHash: null };
  const { madeBy: _, ...known } = key;
  expect(found).toEqual(known);
  expect([...(secretHash ?? [])]).toEqual([0, 1, 2, 255]);
  expect(await findApiKeyByKeyId(database.sql, 'nobody')).toBeNull();
});

it('refuses a second key of the same readable part, in whatever organization', async () => {
  const first = await createTenant(parts);
  const second = await createTenant(parts);
  const { keyId } = await addKey(first.organizationId);
  await expect(addKey(second.organizationId, { keyId })).rejects.toMatchObject({ code: '23505' });
});

it('lists the keys of one organization with who made each, newest first', async () => {
  const { organizationId } = await createTenant(parts);
  const other = await createTenant(parts);
  const [first, second] = [await addKey(organizationId, { madeBy: null }), await addKey(organizationId)];
  await addKey(other.organizationId);
  expect(await listApiKeys(database.sql, organizationId)).toEqual([second, first]);
});

it('revokes a key once', async () => {
  const { keyId } = await addKey((await createTenant(parts)).organizationId);
  expect(await revokeApiKey(database.sql, keyId, AT)).toMatchObject({ keyId, revokedAt: AT });
  expect(await revokeApiKey(database.sql, keyId, '2026-12-01T00:00:00.000Z')).toBeNull();
  expect(await revokeApiKey(database.sql, 'nobody', AT)).toBeNull();
  expect((await findApiKeyByKeyId(database.sql, keyId))?.revokedAt).toBe(AT);
});

it('notes the use of a key at most once a minute', async () => {
  const key = await addKey((await createTenant(parts)).organizationId);
  const use = async (at: string) => {
    await touchApiKey(database.sql, key, at);
    return (await findApiKeyByKeyId(database.sql, key.keyId))?.lastUsedAt;
  };
  expect(await use(AT)).toBe(AT);
  expect(await use('2026-11-20T06:00:59.999Z')).toBe(AT);
  expect(await use('2026-11-20T06:01:00.001Z')).toBe('2026-11-20T06:01:00.001Z');
  expect(await use(AT)).toBe('2026-11-20T06:01:00.001Z');
});
