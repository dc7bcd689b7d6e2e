import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEntity } from '../../src/commands/entities/create-entity.ts';
import { noteAct, WHOLE_INSTALLATION } from '../../src/commands/note-act.ts';
import { purgeAuditEntries } from '../../src/commands/purges/purge-audit-entries.ts';
import { AUDIT_ACTIONS, AUDIT_TARGETS } from '../../src/domain/audit-entry.ts';
import { firstIdAt } from '../../src/domain/values/id.ts';
import type { Caller, CallInput, Schemas } from '../support/calls/caller.ts';
import { theContract } from '../support/calls/load-contract.ts';
import { runCommand } from '../support/processes/command.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

type Entry = Schemas['AuditEntry'];

const DAY_MS = 86_400_000;

let system: RunningSystem;
let organization: TestOrganization;
let stock: Stock;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  stock = await stockTenant(system.installation.commands, organization.id, 'test');
  await openChallenge(system.installation.commands, stock.account, stock.connectionId);
});
afterAll(() => system?.stop());

const entriesOf = (caller: Caller, query: NonNullable<CallInput['query']> = {}) =>
  caller.all<Entry>('listAuditEntries', { query });
const actionsOf = async (caller: Caller, query?: NonNullable<CallInput['query']>) =>
  (await entriesOf(caller, query)).map(({ action }) => action);

describe('an entry', () => {
  it('holds nothing that somebody typed: no secret, address, name or note', async () => {
    const canary = 'canary7c1f';
    const metadata = { note: canary };
    const url = `https://receiver.example/${canary}`;
    const login = { bankCustomerId: canary, bankUsername: canary, password: canary };
    const { entityId, connectionId, webhookId } = stock;
    const requests: readonly [string, CallInput][] = [
      ['createEntity', { body: { externalEntityId: canary, name: canary, metadata } }],
      ['updateEntity', { path: { entityId }, body: { contactEmails: [`${canary}@bank.example`] } }],
      ['createConnection', { body: { entityId, portalUrl: `https://${canary}.bank.example`, metadata } }],
      ['putConnectionCredentials', { path: { connectionId }, body: login }],
      ['putFileSettings', { path: { connectionId }, body: { accountNumber: canary } }],
      ['createWebhook', { body: { url, events: ['test'], metadata } }],
      ['updateWebhook', { path: { webhookId }, body: { url, metadata } }],
    ];
    const before = await entriesOf(organization.test);
    for (const [operationId, input] of requests) await organization.test.get(operationId, input);
    expect((await entriesOf(organization.test)).length).toBe(before.length + requests.length);
    const rows = await system.database.sql<{ kept: string }[]>`select e::text as kept from audit_entries e`;
    expect(rows.filter(({ kept }) => kept.includes(canary))).toEqual([]);
  });

  it('is there when its act is, and only then', async () => {
    const { commands } = system.installation;
    const { sql } = system.database;
    const [{ id: taken } = { id: '' }] = await sql<{ id: string }[]>`select id from audit_entries limit 1`;
    const ids = [commands.newId(), taken];
    const parts = { ...commands, sql, newId: () => ids.shift() ?? '' };
    const request = { externalEntityId: 'without a trace', name: null, metadata: {} };
    await expect(createEntity(parts, organization.id, request)).rejects.toMatchObject({ code: '23505' });
    expect(await sql`select from entities where external_entity_id = 'without a trace'`).toHaveLength(0);
  });

  it('is left once by an act under an Idempotency-Key, however often it is asked for', async () => {
    const request = { headers: { 'idempotency-key': 'once' }, body: { externalEntityId: 'made once' } };
    const { body, headers } = await organization.test.call<Schemas['Entity']>('createEntity', request);
    expect((await organization.test.call('createEntity', request)).headers['idempotent-replayed']).toBe('true');
    const left = await entriesOf(organization.test, { targetId: body.entityId });
    expect(left).toMatchObject([{ action: 'entity.create', requestId: headers['x-request-id'] }]);
  });

  it('has the same words in contract and code', () => {
    const { schemas } = theContract().document.components as { schemas: Record<string, { enum?: unknown }> }; // As OpenAPI has it.
    expect(schemas.AuditAction?.enum).toEqual(AUDIT_ACTIONS);
    expect(schemas.AuditTargetType?.enum).toEqual(AUDIT_TARGETS);
  });
});

describe('the list of entries', () => {
  it('shows a key what concerns its environment and what both share', async () => {
    const body = { externalEntityId: 'of both' };
    const { entityId } = await organization.live.get<Schemas['Entity']>('createEntity', { body });
    const other = await system.createOrganization();
    const made = await organization.live.get<Schemas['Webhook']>('createWebhook', {
      body: { url: 'https://receiver.example/hooks', events: ['test'] },
    });
    expect(made).toMatchObject({ webhook: { url: 'https://receiver.example/hooks' } });
    const live = await actionsOf(organization.live);
    expect(live).toContain('webhook.create');
    expect(live).not.toContain('connection.sync');
    expect(await actionsOf(organization.live, { targetId: entityId })).toEqual(['entity.create']);
    expect(await actionsOf(organization.test, { targetId: entityId })).toEqual(['entity.create']);
    expect(await actionsOf(other.test)).toEqual(['api_key.create', 'organization.create']);
  });

  it('is filtered by act, actor, target and time', async () => {
    const { test } = organization;
    const [entry, ...none] = await entriesOf(test, { actorId: stock.actorId });
    expect(none).toEqual([]);
    expect(entry).toMatchObject({ action: 'connection.sync', target: { type: 'connection', id: stock.connectionId } });
    const at = entry?.createdAt ?? '';
    const idsOf = async (query: NonNullable<CallInput['query']>) => (await entriesOf(test, query)).map(({ id }) => id);
    expect(await idsOf({ action: 'connection.sync' })).toEqual([entry?.id]);
    expect(await idsOf({ targetId: stock.connectionId, action: 'connection.sync' })).toEqual([entry?.id]);
    expect(await idsOf({ targetId: stock.connectionId, action: 'connection.pause' })).toEqual([]);
    // The same moment as another clock shows it.
    const elsewhere = `${new Date(Date.parse(at) + 3_600_000).toISOString().slice(0, -1)}+01:00`;
    expect(await idsOf({ createdAtGte: elsewhere, actorId: stock.actorId })).toEqual([entry?.id]);
    expect(await idsOf({ createdAtLt: at, actorId: stock.actorId })).toEqual([]);
    for (const moment of ['9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59'])
      expect((await test.call('listAuditEntries', { query: { createdAtGte: moment } })).status).toBe(200);
  });

  it('is printed by a command, for an organization or the whole installation', async () => {
    const { commands } = system.installation;
    const act = { action: 'vault.rotate', targetType: 'vault', targetId: null, details: { rewrapped: 2 } } as const;
    await noteAct(system.database.sql, commands, WHOLE_INSTALLATION, { ...act, outcome: 'failed' });
    const print = async (...args: readonly string[]) => {
      const env = { DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir };
      const { output, errors } = await runCommand(['audit', 'list', ...args], { env });
      expect(errors).toBe('');
      return output;
    };
    expect(await print('--installation')).toMatch(
      /^TIME .*\n\S+ +system service +vault\.rotate \(failed\) +vault +rewrapped=2\n$/,
    );
    const printed: unknown = JSON.parse(
      await print('--org', organization.id, '--json', '--limit', '1', '--actor', stock.actorId),
    );
    expect(printed).toMatchObject([
      { action: 'connection.sync', actorId: stock.actorId, targetId: stock.connectionId },
    ]);
  });
});

describe('the database', () => {
  it('lets nobody change or remove an entry, or remove all', async () => {
    const { sql } = system.database;
    const refused = { code: '23001' };
    await expect(sql`update audit_entries set action = 'entity.create'`).rejects.toMatchObject(refused);
    await expect(sql`delete from audit_entries where organization_id = ${organization.id}`).rejects.toMatchObject(
      refused,
    );
    await expect(sql`truncate audit_entries`).rejects.toMatchObject(refused);
  });

  it('lets entries go that are as old as is set, and none younger than ninety days', async () => {
    const { commands } = system.installation;
    const { sql } = system.database;
    const noteAt = async (daysAgo: number) => {
      const nowMs = Date.now() - daysAgo * DAY_MS;
      const id = firstIdAt(nowMs);
      const parts = { ...commands, nowMs: () => nowMs, newId: () => id };
      await noteAct(sql, parts, WHOLE_INSTALLATION, { action: 'vault.retire', targetType: 'vault', targetId: null });
      return id;
    };
    const [, younger] = [await noteAt(401), await noteAt(399)];
    const purge = (auditRetentionDays: number) => purgeAuditEntries({ ...commands, sql, auditRetentionDays });
    expect(await purge(400)).toBe(1);
    expect(await purge(400)).toBe(0);
    expect(await sql`select from audit_entries where id = ${younger}`).toHaveLength(1);
    await expect(purge(0)).rejects.toMatchObject({ code: '23001' });
  });
});
