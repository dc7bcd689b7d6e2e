import { beforeEach, describe, expect, it } from 'vitest';
import { type InvitationParts, offerInvitation } from '../../src/commands/connections/offer-invitation.ts';
import { FAULTS, faultOf } from '../../src/domain/connection/connection-fault.ts';
import {
  type ConnectionStatus,
  LIFECYCLE,
  type LifecycleCause,
  type LifecycleState,
  moveConnection,
} from '../../src/domain/connection/connection-lifecycle.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { listEvents } from '../support/records/list-events.ts';
import { listConnectionTransitions } from '../support/records/list-transitions.ts';
import {
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  makeTrouble,
  openDemoConnection,
  putLogin,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { stageSystem } from '../support/system/system-stage.ts';

const system = stageSystem();
let tenant: Tenant;
let caller: Caller;

beforeEach(async () => {
  const { id, test } = await system.createOrganization();
  tenant = { organizationId: id, environment: 'test' };
  caller = test;
});

type Active = 'active' | 'errored' | 'reauthRequired';
const at = (id: string) => ({ path: { connectionId: id } });
const trouble = (connection: DemoConnection, kind: string) =>
  makeTrouble(system.bankUrl, connection.username, { kind });
const becomes = (id: string, status: string) =>
  connectionWhen(caller, id, (connection) => connection.status === status, status);
const call = (operation: string) => async (connection: DemoConnection) => {
  await caller.get(operation, at(connection.id));
};

/** A sync that meets the trouble given, from whatever status may sync; `reauthRequired` is checked with a new login. */
async function syncMeeting(connection: DemoConnection, kind: string): Promise<void> {
  await trouble(connection, kind);
  const { status } = await caller.get<Schemas['Connection']>('getConnection', at(connection.id));
  if (status === 'reauthRequired') return putLogin(caller, connection);
  const run = await caller.get<Schemas['SyncRun']>('syncConnection', at(connection.id));
  await runWhenEnded(caller, connection.id, run.id);
}

/** A connection in setup whose activation cannot succeed because the bank is down. */
async function activating(): Promise<DemoConnection> {
  const connection = await drafted();
  await trouble(connection, 'down');
  await caller.get('completeConnectionSetup', at(connection.id));
  const down = (seen: Schemas['ConnectionResource']) =>
    seen.kind === 'setup' && seen.setup.errorCode === 'portal_unavailable';
  await connectionWhen(caller, connection.id, down, 'the fault');
  return connection;
}

async function drafted(): Promise<DemoConnection> {
  const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
  await putLogin(caller, connection);
  return connection;
}

/** A connection of which no run can begin, so that it stays where a move leads it. */
async function heldDraft(): Promise<DemoConnection> {
  const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
  await system.database.sql`update connections set lease_run_id = id, lease_expires_at = now() + interval '1 hour'
    where id = ${connection.id}`;
  return connection;
}

async function heldWithLogin(): Promise<DemoConnection> {
  const connection = await heldDraft();
  await putLogin(caller, connection);
  return connection;
}

async function receiveInvitation({ id }: DemoConnection): Promise<void> {
  const parts: InvitationParts = {
    ...system.installation.commands,
    findInvitationForm: () => ({ from: /@bank\.example$/, code: /code: (\w+)/, asks: [], validForMs: 60_000 }),
    readLogin: system.installation.credentials.read,
  };
  const mail = { from: 'no-reply@bank.example', text: 'Your code: ABCD', sentAtMs: null };
  expect(await offerInvitation(parts, tenant, id, mail)).toBe('taken');
}

async function opened(status: Active): Promise<DemoConnection> {
  const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
  if (status !== 'active') await syncMeeting(connection, status === 'errored' ? 'down' : 'locked');
  await becomes(connection.id, status);
  return connection;
}

async function paused(from: Active): Promise<DemoConnection> {
  const connection = await opened(from);
  await caller.get('pauseConnection', at(connection.id));
  return connection;
}

const nextDue = async (connection: DemoConnection): Promise<void> => {
  const { nextAttemptAt } = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', at(connection.id));
  await caller.get('advanceSandboxClock', { body: { until: nextAttemptAt } });
};

/** How each move comes about, driven from outside: by the API and by the bank. */
const DRIVES: Readonly<
  Record<string, readonly [() => Promise<DemoConnection>, (connection: DemoConnection) => Promise<void>]>
> = {
  'draft setupCompleted pendingActivation': [heldWithLogin, call('completeConnectionSetup')],
  'draft invitationReceived pendingActivation': [heldDraft, receiveInvitation],
  'draft revoked revoked': [drafted, call('revokeConnection')],
  'pendingActivation syncSucceeded active': [
    activating,
    async (connection) => {
      await trouble(connection, 'none');
      await nextDue(connection);
    },
  ],
  'pendingActivation syncFailed draft': [
    activating,
    async (connection) => {
      await trouble(connection, 'locked');
      await nextDue(connection);
    },
  ],
  'pendingActivation revoked revoked': [activating, call('revokeConnection')],
  'active syncFailed reauthRequired': [() => opened('active'), (connection) => syncMeeting(connection, 'locked')],
  'active syncFailed errored': [() => opened('active'), (connection) => syncMeeting(connection, 'maintenance')],
  'active paused paused': [() => opened('active'), call('pauseConnection')],
  'active revoked revoked': [() => opened('active'), call('revokeConnection')],
  'errored syncSucceeded active': [() => opened('errored'), (connection) => syncMeeting(connection, 'none')],
  'errored syncFailed reauthRequired': [() => opened('errored'), (connection) => syncMeeting(connection, 'locked')],
  'errored paused paused': [() => opened('errored'), call('pauseConnection')],
  'errored revoked revoked': [() => opened('errored'), call('revokeConnection')],
  'reauthRequired syncSucceeded active': [
    () => opened('reauthRequired'),
    (connection) => syncMeeting(connection, 'none'),
  ],
  'reauthRequired syncFailed errored': [
    () => opened('reauthRequired'),
    (connection) => syncMeeting(connection, 'down'),
  ],
  'reauthRequired paused paused': [() => opened('reauthRequired'), call('pauseConnection')],
  'reauthRequired revoked revoked': [() => opened('reauthRequired'), call('revokeConnection')],
  'paused resumed active': [() => paused('active'), call('resumeConnection')],
  'paused resumed errored': [() => paused('errored'), call('resumeConnection')],
  'paused resumed reauthRequired': [() => paused('reauthRequired'), call('resumeConnection')],
  'paused revoked revoked': [() => paused('active'), call('revokeConnection')],
};

/** Every move from one status to another that the table allows, found by asking it. */
function listMoves(): string[] {
  const faults = [...new Map(Object.entries(FAULTS).map(([code, { leadsTo }]) => [leadsTo, code])).values()];
  const causes: LifecycleCause[] = [
    ...(
      [
        'credentialsStored',
        'setupCompleted',
        'invitationReceived',
        'syncSucceeded',
        'paused',
        'resumed',
        'revoked',
      ] as const
    ).map((type) => ({ type })),
    // The keys of the table are its codes.
    ...faults.map((code) => ({ type: 'syncFailed' as const, fault: faultOf(code as keyof typeof FAULTS) })),
  ];
  const states = (Object.keys(LIFECYCLE) as ConnectionStatus[]).flatMap(statesOf); // The keys of the table are the statuses.
  const moves = states.flatMap((state) =>
    causes.flatMap((cause) => {
      const step = moveConnection(state, cause);
      return step.kind === 'moved' && step.next.status !== state.status
        ? [`${state.status} ${cause.type} ${step.next.status}`]
        : [];
    }),
  );
  return [...new Set(moves)];
}

function statesOf(status: ConnectionStatus): LifecycleState[] {
  const kind = status === 'draft' || status === 'pendingActivation' ? 'setup' : 'ready';
  const state: LifecycleState = { kind, status, resumeStatus: null, fault: null, setupFailed: false };
  if (status !== 'paused') return [state];
  return (['active', 'errored', 'reauthRequired'] as const).map((resumeStatus) => ({ ...state, resumeStatus }));
}

describe('every move of the lifecycle that the table allows', () => {
  it('is driven here, and no other', () => {
    expect(listMoves().sort()).toEqual(Object.keys(DRIVES).sort());
  });

  it.each(Object.entries(DRIVES))('%s: happens, and stands in timeline and events', async (move, [arrive, drive]) => {
    const [from, cause, to = ''] = move.split(' ');
    const connection = await arrive();
    await drive(connection);
    const arrived = await becomes(connection.id, to);
    const steps = await listConnectionTransitions(system.database.sql, tenant.organizationId, connection.id);
    // Resuming makes a sync due at once, which may have followed already.
    expect(steps.map(({ fromStatus, cause: why, toStatus }) => `${fromStatus} ${why} ${toStatus}`)).toContain(move);
    expect(steps[0]?.fromStatus).toBe('draft');
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before !== undefined) expect([step.fromKind, step.fromStatus]).toEqual([before.toKind, before.toStatus]);
    }
    const moved = steps.find((step) => step.fromStatus === from && step.cause === cause && step.toStatus === to);
    const isOurs = cause === 'invitationReceived' || cause?.startsWith('sync') === true;
    expect(moved?.actor).toBe(isOurs ? 'platform' : 'integrator');
    const fault = moved?.errorCode ?? null;
    if (cause === 'syncFailed')
      expect(arrived).toMatchObject(
        arrived.kind === 'ready' ? { errorCode: fault } : { setup: { errorCode: fault, status: 'failed' } },
      );

    const events = await listEvents(system.database.sql, tenant);
    const announced = events.flatMap(({ type, data }) =>
      type === 'connection.status_changed' && data.connectionId === connection.id ? [data] : [],
    );
    const visible = steps.filter(
      ({ fromKind, toKind, fromStatus, toStatus }) => fromKind !== toKind || fromStatus !== toStatus,
    );
    expect(announced).toMatchObject(
      visible.map(({ toKind, fromStatus, toStatus, errorCode }) => ({
        kind: toKind,
        previousStatus: fromStatus,
        status: toStatus,
        errorCode,
      })),
    );
  });
});
