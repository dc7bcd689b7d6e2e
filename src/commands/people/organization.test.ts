import { beforeAll, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { parseApiKey } from '../../domain/access/api-key.ts';
import { findApiKeyByKeyId, listApiKeys } from '../../store/keys/api-keys.ts';
import { listEntities } from '../../store/tenants/entities.ts';
import { findOrganization, listOrganizations } from '../../store/tenants/organizations.ts';
import { getStreamHead } from '../../store/transactions/transaction-stream.ts';
import { createEntity } from '../entities/create-entity.ts';
import { updateEntityContacts } from '../entities/update-entity-contacts.ts';
import { createApiKey } from '../keys/create-api-key.ts';
import { createOrganization } from './create-organization.ts';

const AT = '2026-11-20T06:00:00.000Z';

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;

beforeAll(() => {
  parts = createCommandParts(database.sql);
});

describe('an organization', () => {
  it('begins with its default entity and two empty streams', async () => {
    const organization = await createOrganization(parts, 'Acme');
    expect(organization).toEqual({ id: expect.any(String), name: 'Acme', createdAt: AT });
    expect(await findOrganization(database.sql, organization.id)).toEqual(organization);
    expect(await listOrganizations(database.sql)).toContainEqual(organization);
    const page = { limit: 9, after: null };
    expect(await listEntities(database.sql, organization.id, { externalEntityId: null }, page)).toMatchObject([
      { externalEntityId: 'default', isDefault: true, name: 'Acme', contactEmails: [], metadata: {} },
    ]);
    for (const environment of ['live', 'test'] as const) {
      const tenant = { organizationId: organization.id, environment };
      expect(await getStreamHead(database.sql, tenant)).toBe(0n);
      const [head] = await database.sql`select from stream_heads
        where organization_id = ${organization.id} and environment = ${environment}`;
      expect(head).toBeDefined();
    }
  });
});

describe('an API key', () => {
  const request = { environment: 'test', name: 'CI', scopes: ['accounts:read'], lifetimeMs: 86_400_000 } as const;

  it('is shown once and stored as nothing but a keyed hash', async () => {
    const { id: organizationId } = await createOrganization(parts, 'Acme');
    const made = await createApiKey(parts, { ...request, organizationId });
    if (!made.ok) throw new Error(made.refusal.message);
    const parsed = parseApiKey(made.value.text);
    const secret = parsed?.secret ?? '';
    const stored = await findApiKeyByKeyId(database.sql, parsed?.keyId ?? '');
    expect(stored).toMatchObject({
      organizationId,
      environment: 'test',
      scopes: ['accounts:read'],
      expiresAt: '2026-11-21T06:00:00.000Z',
      revokedAt: null,
    });
    expect(Buffer.from(stored?.secretHash ?? []).equals(parts.hashWithKey(secret))).toBe(true);
    const [row] = await database.sql<{ text: string }[]>`select k::text as text from api_keys k
      where organization_id = ${organizationId}`;
    expect(row?.text).not.toContain(secret);
    expect(JSON.stringify(made.value.key)).not.toContain(secret);
  });

  it('tells who made it', async () => {
    const { id: organizationId } = await createOrganization(parts, 'Acme');
    const made = await createApiKey(
      { ...parts, actor: { kind: 'operator', id: 'mara' } },
      { ...request, organizationId },
    );
    const keys = await listApiKeys(database.sql, organizationId);
    expect(keys).toMatchObject([{ madeBy: { kind: 'operator', id: 'mara', label: null } }]);
    expect(made.ok && made.value.key.madeBy).toEqual(keys[0]?.madeBy);
  });

  it('is different each time, and of an organization that exists', async () => {
    const { id: organizationId } = await createOrganization(parts, 'Acme');
    const texts = new Set<string>();
    for (let index = 0; index < 5; index += 1) {
      const made = await createApiKey(parts, { ...request, organizationId });
      if (made.ok) texts.add(made.value.text);
    }
    expect(texts.size).toBe(5);
    expect(await createApiKey(parts, { ...request, organizationId: parts.newId() })).toMatchObject({
      ok: false,
      refusal: { code: 'not_found' },
    });
  });
});

describe('an entity', () => {
  it('has an external id of its own', async () => {
    const { id: organizationId } = await createOrganization(parts, 'Acme');
    const request = { externalEntityId: 'shop-1', name: 'Shop', metadata: { a: 1 } };
    const made = await createEntity(parts, organizationId, request);
    expect(made).toMatchObject({ ok: true, value: { ...request, isDefault: false, contactEmails: [], createdAt: AT } });
    for (const externalEntityId of ['shop-1', 'default'])
      expect(await createEntity(parts, organizationId, { ...request, externalEntityId })).toMatchObject({
        ok: false,
        refusal: { code: 'conflict' },
      });
  });

  it('keeps one of contacts that differ in case only, as it was written first', async () => {
    const { id: organizationId } = await createOrganization(parts, 'Acme');
    const made = await createEntity(parts, organizationId, { externalEntityId: 'e', name: null, metadata: {} });
    const id = made.ok ? made.value.id : '';
    const emails = ['Anna@Shop.example', 'b@shop.example', 'anna@shop.EXAMPLE'];
    expect(await updateEntityContacts(parts, organizationId, id, emails)).toMatchObject({
      contactEmails: ['Anna@Shop.example', 'b@shop.example'],
    });
    expect(await updateEntityContacts(parts, organizationId, parts.newId(), emails)).toBeNull();
  });
});
