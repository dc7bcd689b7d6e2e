import { describe, expect, it } from 'vitest';
import { stageDatabase, stageTenant } from '../../../test/support/database/stages.ts';
import { createActiveConnection, createEntityRow } from '../../../test/support/records/ledger.ts';
import { listEvents } from '../../../test/support/records/list-events.ts';
import { listConnectionTransitions } from '../../../test/support/records/list-transitions.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import { lockAheadMs, updateAheadMs } from '../tenants/sandbox-clocks.ts';
import { upsertCredentials } from './connection-credentials.ts';
import {
  type ConnectionRow,
  findConnection,
  findConnectionByAnchor,
  insertConnection,
  listConnections,
  updateAfterSync,
  updateConnectionInstitution,
  updateCredentialsUntried,
  updateNextSync,
} from './connections.ts';
import { listDueTenants, takeDueConnections } from './due-connections.ts';
import { lifecycleStateOf, writeConnectionStep } from './lifecycle-steps.ts';

const AT = '2026-11-20T06:00:00.000Z';
const LATER = '2026-11-20T07:00:00.000Z';
const HOUR_MS = 3_600_000;

const database = stageDatabase();
const stage = stageTenant(database);

async function add(anchor: string, changes: Partial<ConnectionRow> = {}): Promise<string | null> {
  const id = stage.parts.newId();
  const { organizationId, environment, entityId } = stage.tenant;
  const inserted = await insertConnection(database.sql, {
    organizationId,
    environment,
    entityId,
    id,
    institutionId: null,
    institutionName: null,
    portalUrl: anchor,
    anchor,
    delegatedUsername: 'cwabc',
    metadata: { yours: true },
    createdAt: AT,
    ...changes,
  });
  return inserted ? id : null;
}

async function get(id: string): Promise<ConnectionRow> {
  const row = await findConnection(database.sql, stage.tenant, id);
  if (row === null) throw new Error('no such connection');
  return row;
}

describe('connections by anchor', () => {
  it('are one for each entity, however many ask for it at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => add('https://bank.example')));
    const [made] = ids.filter((id) => id !== null);
    expect(ids.filter((id) => id !== null)).toEqual([made]);
    const found = await findConnectionByAnchor(
      database.sql,
      stage.tenant,
      stage.tenant.entityId,
      'https://bank.example',
    );
    expect(found).toMatchObject({ id: made, kind: 'setup', status: 'draft', metadata: { yours: true }, createdAt: AT });
    expect(
      await findConnectionByAnchor(database.sql, stage.tenant, stage.tenant.entityId, 'https://other.example'),
    ).toBeNull();
  });

  it('are apart for another entity, another environment, and after a revocation', async () => {
    const first = await add('https://bank.example');
    const entityId = await createEntityRow(stage.parts, stage.tenant.organizationId);
    expect(await add('https://bank.example', { entityId })).not.toBeNull();
    expect(await add('https://bank.example', { environment: 'live' })).not.toBeNull();
    await database.sql`update connections set status = 'revoked' where id = ${first}`;
    expect(
      await findConnectionByAnchor(database.sql, stage.tenant, stage.tenant.entityId, 'https://bank.example'),
    ).toBeNull();
    expect(await add('https://bank.example')).not.toBeNull();
  });
});

describe('a step of the lifecycle', () => {
  it('is stored, told in the timeline, and announced where kind or status change', async () => {
    const id = await createActiveConnection(stage.parts, stage.tenant);
    const fault = faultOf('mfa_required', 'Approve in the app.');
    const before = await get(id);
    const next = { kind: 'ready', status: 'reauthRequired', resumeStatus: null, fault, setupFailed: false } as const;
    const cause = { type: 'syncFailed', fault } as const;
    await writeConnectionStep(
      database.sql,
      before,
      { cause, next, nextSyncAt: LATER },
      { at: LATER, newId: stage.parts.newId },
    );
    const after = await get(id);
    expect(lifecycleStateOf(after)).toEqual(next);
    expect(after).toMatchObject({ nextSyncAt: LATER, updatedAt: LATER });
    // The same again: a line of the timeline, but nothing that anybody has to be told.
    await writeConnectionStep(
      database.sql,
      after,
      { cause, next, nextSyncAt: null },
      { at: LATER, newId: stage.parts.newId },
    );
    const timeline = await listConnectionTransitions(database.sql, stage.tenant.organizationId, id);
    expect(timeline).toMatchObject([
      { cause: 'syncFailed', actor: 'platform', fromStatus: 'active', toStatus: 'reauthRequired', at: LATER },
      { fromStatus: 'reauthRequired', toStatus: 'reauthRequired', errorCode: 'mfa_required' },
    ]);
    expect(await listEvents(database.sql, stage.tenant)).toMatchObject([
      {
        type: 'connection.status_changed',
        createdAt: LATER,
        data: {
          connectionId: id,
          entityId: stage.tenant.entityId,
          institutionId: 'demo-bank',
          kind: 'ready',
          previousStatus: 'active',
          status: 'reauthRequired',
          errorCode: 'mfa_required',
          errorMessage: 'Approve in the app.',
        },
      },
    ]);
  });
});

describe('what a run leaves behind', () => {
  it('is times and failures of a session, and data that never becomes older', async () => {
    const id = await createActiveConnection(stage.parts, stage.tenant);
    const session = { kind: 'session', succeeded: true, consecutiveFailures: 0, at: LATER, dataAsOf: LATER } as const;
    await updateAfterSync(database.sql, stage.tenant, id, session);
    expect(await get(id)).toMatchObject({
      lastSuccessAt: LATER,
      dataAsOf: LATER,
      consecutiveFailures: 0,
      updatedAt: LATER,
    });
    const failed = {
      ...session,
      succeeded: false,
      consecutiveFailures: 3,
      at: '2026-11-20T08:00:00.000Z',
      dataAsOf: AT,
    };
    await updateAfterSync(database.sql, stage.tenant, id, failed);
    expect(await get(id)).toMatchObject({ lastSuccessAt: LATER, dataAsOf: LATER, consecutiveFailures: 3 });
    await updateAfterSync(database.sql, stage.tenant, id, { kind: 'upload', dataAsOf: '2026-11-21T00:00:00.000Z' });
    expect(await get(id)).toMatchObject({ dataAsOf: '2026-11-21T00:00:00.000Z', consecutiveFailures: 3 });
    await updateAfterSync(database.sql, stage.tenant, id, { kind: 'upload', dataAsOf: null });
    expect((await get(id)).dataAsOf).toBe('2026-11-21T00:00:00.000Z');
  });

  it.each([
    ['before the session began', AT, false],
    ['while it went on', '2026-11-20T06:30:00.001Z', true],
  ])('is a login that is untried only if it was stored %s: %s', async (_when, updatedAt, untried) => {
    const id = await createActiveConnection(stage.parts, stage.tenant);
    await database.sql`update connections set last_attempt_at = '2026-11-20T06:30:00Z' where id = ${id}`;
    const ciphertext = new Uint8Array([1]);
    const { organizationId } = stage.tenant;
    const change = { changedAt: updatedAt, changedBy: 'integrator' } as const;
    await upsertCredentials(database.sql, {
      organizationId,
      connectionId: id,
      ciphertext,
      fields: ['password'],
      updatedAt,
      change,
    });
    await updateCredentialsUntried(database.sql, stage.tenant, id, { untried: true, at: updatedAt });
    await updateAfterSync(database.sql, stage.tenant, id, {
      kind: 'session',
      succeeded: false,
      consecutiveFailures: 1,
      at: LATER,
      dataAsOf: null,
    });
    expect(await get(id)).toMatchObject({ credentialsUntried: untried, credentialsPresent: true });
  });
});

describe('due connections', () => {
  const list = async (realNow: string, organizationId: string | null = stage.tenant.organizationId) =>
    database.sql.begin(async (db) =>
      (
        await takeDueConnections(db, {
          realNow,
          tenants: await listDueTenants(db, { realNow, organizationId }),
          share: 100,
        })
      ).map(({ id }) => id),
    );

  it('are those whose time has come, longest waiting first', async () => {
    const [late, early, future, never] = [
      await createActiveConnection(stage.parts, stage.tenant),
      await createActiveConnection(stage.parts, stage.tenant),
      await createActiveConnection(stage.parts, stage.tenant),
      await createActiveConnection(stage.parts, stage.tenant),
    ];
    await updateNextSync(database.sql, stage.tenant, late, '2026-11-20T05:59:00.000Z');
    await updateNextSync(database.sql, stage.tenant, early, '2026-11-20T05:00:00.000Z');
    await updateNextSync(database.sql, stage.tenant, future, LATER);
    expect(await list(AT)).toEqual([early, late]);
    expect(await list(LATER)).toEqual([early, late, future]);
    expect(await list(LATER, stage.parts.newId())).toEqual([]);
    expect(await list('2099-01-01T00:00:00.000Z', null)).not.toContain(never);
  });

  it('go by virtual time in the test environment and by real time in the live one', async () => {
    const live = { ...stage.tenant, environment: 'live' as const };
    const testId = await createActiveConnection(stage.parts, stage.tenant);
    const liveId = await createActiveConnection(stage.parts, live);
    await updateNextSync(database.sql, stage.tenant, testId, LATER);
    await updateNextSync(database.sql, live, liveId, LATER);
    await database.sql.begin(async (db) => {
      await lockAheadMs(db, stage.tenant.organizationId);
      await updateAheadMs(db, stage.tenant.organizationId, HOUR_MS - 1);
    });
    expect(await list(AT)).toEqual([]);
    await updateAheadMs(database.sql, stage.tenant.organizationId, HOUR_MS);
    expect(await list(AT)).toEqual([testId]);
    expect((await list(LATER)).sort()).toEqual([testId, liveId].sort());
  });

  it('that another process holds are passed over and not waited for', async () => {
    const [mine, theirs] = [
      await createActiveConnection(stage.parts, stage.tenant),
      await createActiveConnection(stage.parts, stage.tenant),
    ];
    for (const id of [mine, theirs]) await updateNextSync(database.sql, stage.tenant, id, AT);
    await database.sql.begin(async (db) => {
      await db`select from connections where id = ${theirs} for update`;
      expect(await list(AT)).toEqual([mine]);
    });
  });
});

describe('lists of connections', () => {
  it('are newest first, filtered and paged', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) ids.push(await createActiveConnection(stage.parts, stage.tenant));
    const draft = await add('https://bank.example');
    await updateConnectionInstitution(database.sql, stage.tenant, ids[0] ?? '', {
      institution: { id: 'other', name: 'Other' },
      at: LATER,
    });
    const all = { status: null, institutionId: null, entityId: null, kind: null };
    const list = async (
      filter: Partial<Parameters<typeof listConnections>[2]>,
      limit = 10,
      after: string | null = null,
    ) =>
      (
        await listConnections(
          database.sql,
          stage.tenant,
          { ...all, ...filter },
          { limit, after: after === null ? null : { id: after } },
        )
      ).map(({ id }) => id);
    expect(await list({})).toEqual([draft, ...[...ids].reverse()]);
    expect(await list({}, 2)).toEqual([draft, ids[3]]);
    expect(await list({}, 2, ids[3])).toEqual([ids[2], ids[1]]);
    expect(await list({ status: 'draft' })).toEqual([draft]);
    expect(await list({ kind: 'setup' })).toEqual([draft]);
    expect(await list({ institutionId: 'other' })).toEqual([ids[0]]);
    expect(await list({ entityId: stage.parts.newId() })).toEqual([]);
    expect(await findConnection(database.sql, { ...stage.tenant, environment: 'live' }, draft ?? '')).toBeNull();
  });
});
