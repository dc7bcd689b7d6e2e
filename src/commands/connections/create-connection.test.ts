import { describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import { countRows, createEntityRow, createTenant } from '../../../test/support/records/ledger.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { type CreateConnectionRequest, createConnection } from './create-connection.ts';
import { revokeConnection } from './revoke-connection.ts';

const DEMO_PORTAL = 'https://demo.bank.example/login';

const database = stageDatabase();
const stage = stageTenant(database);

async function create(request: Partial<CreateConnectionRequest>, place: Tenant = stage.tenant) {
  const base = { entityId: stage.tenant.entityId, institutionId: null, portalUrl: null, metadata: {} };
  return createConnection(stage.parts, place, { ...base, ...request });
}

async function made(request: Partial<CreateConnectionRequest>, place: Tenant = stage.tenant) {
  const result = await create(request, place);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

describe('creating a connection', () => {
  it('begins with a draft that asks for a delegated user of its own name', async () => {
    const metadata = { yours: [1] };
    const { connection, created } = await made({ institutionId: 'demo-bank', metadata });
    expect(created).toBe(true);
    expect(connection).toMatchObject({
      organizationId: stage.tenant.organizationId,
      environment: 'test',
      entityId: stage.tenant.entityId,
      institutionId: 'demo-bank',
      institutionName: 'Demo Bank',
      portalUrl: DEMO_PORTAL,
      kind: 'setup',
      status: 'draft',
      credentialsPresent: false,
      nextSyncAt: null,
      metadata,
      createdAt: '2026-11-20T06:00:00.000Z',
      updatedAt: '2026-11-20T06:00:00.000Z',
    });
    expect(connection.delegatedUsername).toMatch(/^cw[0-9a-z]{10}$/);
  });

  it.each<[string, Partial<CreateConnectionRequest>]>([
    ['the same institution', { institutionId: 'demo-bank' }],
    ['its default portal', { portalUrl: DEMO_PORTAL }],
    ['both', { institutionId: 'demo-bank', portalUrl: DEMO_PORTAL }],
    ['its portal written otherwise', { portalUrl: ' HTTPS://Demo.Bank.Example.:443/login/?from=mail#top' }],
    ['the same with other metadata', { institutionId: 'demo-bank', metadata: { other: true } }],
  ])('returns the one that is there for %s', async (_what, request) => {
    const first = await made({ institutionId: 'demo-bank', metadata: { first: true } });
    const again = await made(request);
    expect(again).toEqual({ connection: first.connection, created: false });
    expect(await countRows(database.sql, 'connections', stage.tenant.organizationId)).toBe(1);
  });

  it('makes one when many ask at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => made({ institutionId: 'demo-bank' })));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map(({ connection }) => connection.id)).size).toBe(1);
  });

  it('makes another one for another portal, entity or environment, and after a revocation', async () => {
    const first = await made({ institutionId: 'demo-bank' });
    const ids = [
      await made({ portalUrl: 'https://demo.bank.example/business' }),
      await made({
        institutionId: 'demo-bank',
        entityId: await createEntityRow(stage.parts, stage.tenant.organizationId),
      }),
      await made({ portalUrl: 'https://unknown.bank.example' }),
      await made({ portalUrl: 'https://unknown.bank.example' }, { ...stage.tenant, environment: 'live' }),
    ].map(({ connection }) => connection.id);
    expect(new Set([first.connection.id, ...ids]).size).toBe(5);
    await revokeConnection(stage.parts, stage.tenant, first.connection.id);
    expect(await made({ institutionId: 'demo-bank' })).toMatchObject({ created: true });
  });

  it('recognises the institution behind a portal, and takes a portal that nobody knows', async () => {
    const known = await made({ portalUrl: 'https://demo.bank.example/business' });
    expect(known.connection).toMatchObject({
      institutionId: 'demo-bank',
      portalUrl: 'https://demo.bank.example/business',
    });
    const unknown = await made({ portalUrl: 'https://unknown.bank.example/a/' });
    expect(unknown.connection).toMatchObject({
      institutionId: null,
      institutionName: null,
      portalUrl: 'https://unknown.bank.example/a',
    });
  });

  it('needs no portal where the institution has none', async () => {
    const first = await made({ institutionId: 'bare-bank' });
    expect(first.connection).toMatchObject({ institutionId: 'bare-bank', portalUrl: null });
    expect(await made({ institutionId: 'bare-bank' })).toMatchObject({ created: false });
  });

  it.each<[string, Partial<CreateConnectionRequest>, string]>([
    ['an institution that does not exist', { institutionId: 'nobody' }, 'institutionId'],
    ['a portal of another institution', { institutionId: 'bare-bank', portalUrl: DEMO_PORTAL }, 'portalUrl'],
    ['a portal without https', { portalUrl: 'http://demo.bank.example' }, 'portalUrl'],
    ['a portal with a password', { portalUrl: 'https://me:secret@demo.bank.example' }, 'portalUrl'],
    ['a portal that is no URL', { portalUrl: 'demo bank' }, 'portalUrl'],
    [
      'an entity that does not exist',
      { institutionId: 'demo-bank', entityId: '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77' },
      'entityId',
    ],
  ])('refuses %s and names the field', async (_what, request, field) => {
    expect(await create(request)).toMatchObject({
      ok: false,
      refusal: { code: 'validation_error', details: [{ location: 'body', field }] },
    });
    expect(await countRows(database.sql, 'connections', stage.tenant.organizationId)).toBe(0);
  });

  it('is made for each of several at the same moment, though they revoke it again', async () => {
    const requests = Array.from({ length: 4 }, async () => {
      const result = await create({ institutionId: 'demo-bank' });
      if (result.ok) await revokeConnection(stage.parts, stage.tenant, result.value.connection.id);
      return result;
    });
    expect((await Promise.all(requests)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('never uses an entity of another organization', async () => {
    const stranger = await createTenant(stage.parts);
    expect(await create({ institutionId: 'demo-bank', entityId: stranger.entityId })).toMatchObject({
      ok: false,
      refusal: { code: 'validation_error' },
    });
  });

  it.each([
    ['test', { institutionId: 'live-bank' }],
    ['test', { portalUrl: 'https://business.live.bank.example/login' }],
    ['live', { institutionId: 'demo-bank' }],
    ['live', { portalUrl: DEMO_PORTAL }],
  ] as const)('keeps demo banks and real banks apart: a %s key and %j', async (environment, request) => {
    expect(await create(request, { ...stage.tenant, environment })).toMatchObject({
      ok: false,
      refusal: { code: 'environment_forbidden' },
    });
  });
});
