import type { Caller, Schemas } from '../calls/caller.ts';
import { type StreamEvent, StreamMirror } from '../stream/stream-mirror.ts';
import {
  advanceToQuietHour,
  type DemoBankId,
  type DemoConnection,
  openDemoConnection,
  runWhenEnded,
} from './onboarding.ts';
import type { RunningSystem, TestOrganization } from './running-system.ts';

type Kind = Schemas['SandboxScenario'];

/** A fresh organization with one connection, read once, at an hour at which nothing happens at the banks by itself. */
export interface ScenarioStage {
  readonly organization: TestOrganization;
  readonly caller: Caller;
  readonly connection: DemoConnection;
  readonly mirror: StreamMirror;
  play(scenario: Kind, limits?: { accountId?: string; count?: number }): Promise<Schemas['SandboxScenarioResult']>;
  /** Asks for a sync and waits for its end; gives what the stream tells since the last look. */
  sync(): Promise<{ readonly run: Schemas['SyncRun']; readonly events: readonly StreamEvent[] }>;
  listAccounts(): Promise<Schemas['Account'][]>;
  getConnection(): Promise<Schemas['ConnectionResource']>;
}

/** Sets the stage at a bank. */
export async function setStage(system: RunningSystem, bank: DemoBankId): Promise<ScenarioStage> {
  const organization = await system.createOrganization();
  const caller = organization.test;
  await advanceToQuietHour(caller);
  const mirror = await StreamMirror.atHead(caller);
  const connection = await openDemoConnection(caller, system.bankUrl, bank);
  const path = { connectionId: connection.id };
  await mirror.catchUp(caller, 500);
  return {
    organization,
    caller,
    connection,
    mirror,
    play: (scenario, limits = {}) => caller.get('applySandboxScenario', { path, body: { scenario, ...limits } }),
    sync: async () => {
      const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', { path });
      const run = await runWhenEnded(caller, connection.id, id);
      const known = mirror.seen.length;
      await mirror.catchUp(caller, 3);
      return { run, events: mirror.seen.slice(known) };
    },
    listAccounts: () => caller.all('listAccounts'),
    getConnection: () => caller.get('getConnection', { path }),
  };
}
