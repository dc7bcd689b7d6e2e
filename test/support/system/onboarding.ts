import { setTimeout as delay } from 'node:timers/promises';
import { createDelegatedUser } from '../../../src/cli/quickstart/bank-owner.ts';
import type { Caller, Schemas } from '../calls/caller.ts';

export type DemoBankId = 'harbor' | 'ridgeline';

/** A demo bank connection with the login of its delegated user. */
export interface DemoConnection {
  readonly id: string;
  readonly username: string;
  readonly companyId: string;
  readonly password: string;
}

/** A look costs the machine that everything waits for, so only the first ones follow each other closely. */
const PAUSES_MS = { first: 10, longest: 100, growth: 1.5 };

/** Looks again until the condition holds; fails with the last thing seen, after 45 s unless said otherwise. */
export async function eventually<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  what: string,
  patienceMs = 90_000,
): Promise<T> {
  const giveUpMs = performance.now() + patienceMs;
  for (let pauseMs = PAUSES_MS.first; ; pauseMs = Math.min(pauseMs * PAUSES_MS.growth, PAUSES_MS.longest)) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > giveUpMs) throw new Error(`${what} did not happen; last seen: ${JSON.stringify(seen)}`);
    await delay(pauseMs);
  }
}

/** The organization's own entity. */
export async function defaultEntityOf(caller: Caller): Promise<string> {
  const [entity] = await caller.all<Schemas['Entity']>('listEntities', { query: { externalEntityId: 'default' } });
  if (entity === undefined) throw new Error('the organization has no default entity');
  return entity.entityId;
}

/** A connection in setup whose delegated user exists at the bank; its credentials are not stored yet. */
export async function beginDemoConnection(
  caller: Caller,
  bankUrl: string,
  bank: DemoBankId,
  companyId = '4410071',
): Promise<DemoConnection> {
  const created = await caller.get<Schemas['SetupConnection']>('createConnection', {
    body: { institutionId: `${bank}-demo-bank`, entityId: await defaultEntityOf(caller) },
  });
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const { instructions } = created.setup;
  const { password } = await createDelegatedUser({ bankUrl, bank, companyId, instructions, virtualTime: now });
  return { id: created.id, username: instructions.username, companyId, password };
}

export async function putLogin(
  caller: Caller,
  connection: DemoConnection,
  password = connection.password,
): Promise<void> {
  await caller.get('putConnectionCredentials', {
    path: { connectionId: connection.id },
    body: { bankCustomerId: connection.companyId, bankUsername: connection.username, password },
  });
}

/** The connection once it satisfies the condition. */
export function connectionWhen(
  caller: Caller,
  connectionId: string,
  holds: (connection: Schemas['ConnectionResource']) => boolean,
  what: string,
): Promise<Schemas['ConnectionResource']> {
  const look = () => caller.get<Schemas['ConnectionResource']>('getConnection', { path: { connectionId } });
  return eventually(look, holds, what);
}

/** A connection that has been activated and synced once. */
export async function openDemoConnection(
  caller: Caller,
  bankUrl: string,
  bank: DemoBankId,
  companyId?: string,
): Promise<DemoConnection> {
  const connection = await beginDemoConnection(caller, bankUrl, bank, companyId);
  await putLogin(caller, connection);
  await caller.get('completeConnectionSetup', { path: { connectionId: connection.id } });
  await connectionWhen(caller, connection.id, ({ kind }) => kind === 'ready', 'activation');
  return connection;
}

/** Waits until a run has ended. */
export function runWhenEnded(
  caller: Caller,
  connectionId: string,
  syncRunId: string,
  patienceMs?: number,
): Promise<Schemas['SyncRun']> {
  const look = () => caller.get<Schemas['SyncRun']>('getSyncRun', { path: { connectionId, syncRunId } });
  const hasEnded = ({ status }: Schemas['SyncRun']) => status !== 'queued' && status !== 'running';
  return eventually(look, hasEnded, 'the end of the run', patienceMs);
}

/** Moves the sandbox clock and waits for the syncs that fell due. */
export async function advanceDays(caller: Caller, days: number, connectionId: string): Promise<Schemas['SyncRun'][]> {
  const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', { body: { days } });
  return Promise.all(syncRunIds.map((id) => runWhenEnded(caller, connectionId, id)));
}

const DAY_MS = 86_400_000;
const HOLIDAYS = ['01-01', '06-19', '07-04', '11-11', '12-25'];
/** No test takes as long to go from a look at the clock to its move. */
const LEAST_AHEAD_MS = 600_000;

/**
 * Nine in the morning in UTC is the small hours at both banks: no purchase, no posting run, no expiry, so that two looks at a bank
 * find the same. A Tuesday to Thursday on which they are open, so that what is booked today is booked on this date. From then on the
 * bank stands at the moment of the latest session, and no longer at that of each look.
 */
export async function advanceToQuietHour(caller: Caller): Promise<void> {
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const today = Date.parse(`${now.slice(0, 10)}T09:00:00.000Z`);
  const mornings = Array.from({ length: 14 }, (_, days) => new Date(today + days * DAY_MS));
  const quiet = mornings.find(
    (morning) =>
      morning.getTime() > Date.parse(now) + LEAST_AHEAD_MS &&
      [2, 3, 4].includes(morning.getUTCDay()) &&
      !HOLIDAYS.includes(morning.toISOString().slice(5, 10)),
  );
  await caller.get('advanceSandboxClock', { body: { until: quiet?.toISOString() } });
}

/** Reads the bank twice more: a posted row that it took back is gone only once a second complete read agrees. */
export async function readTwiceMore(caller: Caller, connectionId: string): Promise<Schemas['SyncRun'][]> {
  const runs: Schemas['SyncRun'][] = [];
  while (runs.length < 2) {
    const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', { path: { connectionId } });
    runs.push(await runWhenEnded(caller, connectionId, id));
  }
  return runs;
}

/** Makes the bank misbehave towards one user. */
export async function makeTrouble(bankUrl: string, username: string, trouble: object): Promise<void> {
  const response = await fetch(`${bankUrl}/control/users/${username}/trouble`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(trouble),
  });
  if (!response.ok) throw new Error(`the bank refused the trouble with ${response.status}: ${await response.text()}`);
}
