import { describe, expect, it } from 'vitest';
import { FAULTS, type FaultCode, faultOf } from './connection-fault.ts';
import {
  ACTOR_OF_CAUSE,
  type ConnectionKind,
  type ConnectionStatus,
  LIFECYCLE,
  type LifecycleCause,
  type LifecycleState,
  moveConnection,
} from './connection-lifecycle.ts';

const rejected = faultOf('credentials_rejected');
const down = faultOf('portal_unavailable');
const noConnector = faultOf('no_connector');

/** Every status as it is when all is well, and with each kind of trouble that it can carry. */
const STATES: Readonly<Record<string, LifecycleState>> = {
  draft: state('setup', 'draft', null),
  draftFailed: { ...state('setup', 'draft', null), fault: rejected, setupFailed: true },
  pending: state('setup', 'pendingActivation', null),
  pendingDown: { ...state('setup', 'pendingActivation', null), fault: down },
  pendingNoConn: { ...state('setup', 'pendingActivation', null), fault: noConnector },
  active: state('ready', 'active', null),
  activeNoConn: { ...state('ready', 'active', null), fault: noConnector },
  errored: { ...state('ready', 'errored', null), fault: down },
  erroredNoConn: { ...state('ready', 'errored', null), fault: noConnector },
  reauth: { ...state('ready', 'reauthRequired', null), fault: rejected },
  reauthNoConn: { ...state('ready', 'reauthRequired', null), fault: noConnector },
  paused: state('ready', 'paused', 'active'),
  pausedNoConn: { ...state('ready', 'paused', 'active'), fault: noConnector },
  pausedErrored: { ...state('ready', 'paused', 'errored'), fault: down },
  pausedErrNoConn: { ...state('ready', 'paused', 'errored'), fault: noConnector },
  pausedReauth: { ...state('ready', 'paused', 'reauthRequired'), fault: rejected },
  pausedReaNoConn: { ...state('ready', 'paused', 'reauthRequired'), fault: noConnector },
  revoked: state('ready', 'revoked', null),
  revokedInSetup: state('setup', 'revoked', null),
};

const CAUSES: Readonly<Record<string, LifecycleCause>> = {
  stored: { type: 'credentialsStored' },
  completed: { type: 'setupCompleted' },
  invited: { type: 'invitationReceived' },
  succeeded: { type: 'syncSucceeded' },
  rejected: { type: 'syncFailed', fault: rejected },
  down: { type: 'syncFailed', fault: down },
  noConnector: { type: 'syncFailed', fault: noConnector },
  paused: { type: 'paused' },
  resumed: { type: 'resumed' },
  revoked: { type: 'revoked' },
};

/** `=` changes nothing, `409` is a conflict, `425` is not ready yet; anything else is the state arrived at. */
const TABLE = `
state           | stored | completed | invited | succeeded | rejected     | down          | noConnector     | paused        | resumed | revoked
draft           | =      | pending   | pending | =         | =            | =             | =               | 425           | 425     | revokedInSetup
draftFailed     | draft  | pending   | pending | =         | =            | =             | =               | 425           | 425     | revokedInSetup
pending         | =      | =         | =       | active    | draftFailed  | pendingDown   | pendingNoConn   | 425           | 425     | revokedInSetup
pendingDown     | =      | =         | =       | active    | draftFailed  | pendingDown   | pendingNoConn   | 425           | 425     | revokedInSetup
pendingNoConn   | =      | =         | =       | active    | draftFailed  | pendingDown   | pendingNoConn   | 425           | 425     | revokedInSetup
active          | =      | =         | =       | =         | reauth       | errored       | activeNoConn    | paused        | =       | revoked
activeNoConn    | =      | =         | =       | active    | reauth       | errored       | activeNoConn    | pausedNoConn  | =       | revoked
errored         | =      | =         | =       | active    | reauth       | errored       | erroredNoConn   | pausedErrored | =       | revoked
erroredNoConn   | =      | =         | =       | active    | reauth       | errored       | erroredNoConn   | pausedErrNoConn | =     | revoked
reauth          | =      | =         | =       | active    | reauth       | errored       | reauthNoConn    | pausedReauth  | =       | revoked
reauthNoConn    | =      | =         | =       | active    | reauth       | errored       | reauthNoConn    | pausedReaNoConn | =     | revoked
paused          | =      | =         | =       | =         | pausedReauth | pausedErrored | pausedNoConn    | =             | active  | revoked
pausedNoConn    | =      | =         | =       | paused    | pausedReauth | pausedErrored | pausedNoConn    | =             | activeNoConn  | revoked
pausedErrored   | =      | =         | =       | paused    | pausedReauth | pausedErrored | pausedErrNoConn | =             | errored | revoked
pausedErrNoConn | =      | =         | =       | paused    | pausedReauth | pausedErrored | pausedErrNoConn | =             | erroredNoConn | revoked
pausedReauth    | =      | =         | =       | paused    | pausedReauth | pausedErrored | pausedReaNoConn | =             | reauth  | revoked
pausedReaNoConn | =      | =         | =       | paused    | pausedReauth | pausedErrored | pausedReaNoConn | =             | reauthNoConn  | revoked
revoked         | 409    | 409       | =       | =         | =            | =             | =               | 409           | 409     | =
revokedInSetup  | 409    | 409       | =       | =         | =            | =             | =               | 409           | 409     | =
`;

const [header = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const CELLS = rows.flatMap(([from = '', ...cells]) =>
  cells.map((outcome, index) => ({ from, cause: header[index + 1] ?? '', outcome })),
);

describe('the lifecycle of a connection', () => {
  it.each(CELLS)('$from, $cause: $outcome', ({ from, cause, outcome }) => {
    const step = moveConnection(get(STATES, from), get(CAUSES, cause));
    if (outcome === '=') expect(step).toEqual({ kind: 'unchanged' });
    else if (outcome === '409') expect(step).toMatchObject({ kind: 'refused', code: 'conflict' });
    else if (outcome === '425') expect(step).toMatchObject({ kind: 'refused', code: 'connection_not_ready' });
    else expect(step).toEqual({ kind: 'moved', next: get(STATES, outcome) });
  });

  it('is covered by that table: every status with every cause', () => {
    const covered = new Set(CELLS.map(({ from, cause }) => `${get(STATES, from).status} ${get(CAUSES, cause).type}`));
    const all = Object.entries(LIFECYCLE).flatMap(([status, row]) =>
      Object.keys(row).map((type) => `${status} ${type}`),
    );
    expect([...covered].sort()).toEqual(all.sort());
    expect(Object.keys(ACTOR_OF_CAUSE).sort()).toEqual(Object.keys(LIFECYCLE.draft).sort());
    expect(rows.map(([from]) => from)).toEqual(Object.keys(STATES));
    expect(header.slice(1)).toEqual(Object.keys(CAUSES));
  });

  it('keeps what the database demands: a status to resume exactly while paused, a fault wherever setup failed', () => {
    for (const { from, cause } of CELLS) {
      const step = moveConnection(get(STATES, from), get(CAUSES, cause));
      if (step.kind !== 'moved') continue;
      const { next } = step;
      expect(next.resumeStatus !== null).toBe(next.status === 'paused');
      if (next.setupFailed) expect(next).toMatchObject({ status: 'draft', fault: expect.anything() });
      // Nothing leads back from ready to setup.
      if (get(STATES, from).kind === 'ready') expect(next.kind).toBe('ready');
    }
  });
});

describe('faults', () => {
  const codes = Object.keys(FAULTS) as FaultCode[]; // Object.keys says string[] of any record.

  it.each(codes)('%s leads where its table says, in setup, in use and while paused', (code) => {
    const { leadsTo, actor, message } = FAULTS[code];
    const cause: LifecycleCause = { type: 'syncFailed', fault: faultOf(code) };
    const inUse = moveConnection(get(STATES, 'active'), cause);
    expect(inUse).toMatchObject({ next: { status: leadsTo === 'unchanged' ? 'active' : leadsTo, fault: { code } } });
    const inSetup = moveConnection(get(STATES, 'pending'), cause);
    const endsAttempt = leadsTo === 'reauthRequired';
    expect(inSetup).toMatchObject({
      next: { kind: 'setup', status: endsAttempt ? 'draft' : 'pendingActivation', setupFailed: endsAttempt },
    });
    const paused = moveConnection(get(STATES, 'paused'), cause);
    expect(paused).toMatchObject({
      next: { status: 'paused', resumeStatus: leadsTo === 'unchanged' ? 'active' : leadsTo },
    });
    // Only what the platform waits out may be tried again without anybody's doing.
    expect(leadsTo === 'errored').toBe(leadsTo !== 'unchanged' && actor === 'platform');
    expect(message).toMatch(/\.$/);
  });

  it('carry the text of the source where it gave one', () => {
    expect(faultOf('bank_maintenance', 'Back at 06:00.')).toEqual({
      code: 'bank_maintenance',
      message: 'Back at 06:00.',
    });
    expect(faultOf('bank_maintenance')).toEqual({ code: 'bank_maintenance', message: FAULTS.bank_maintenance.message });
  });
});

function state(kind: ConnectionKind, status: ConnectionStatus, resumeStatus: ConnectionStatus | null): LifecycleState {
  return { kind, status, resumeStatus, fault: null, setupFailed: false };
}

function get<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`the table names ${name}, which is not defined`);
  return value;
}
