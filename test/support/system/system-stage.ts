import { afterAll, beforeAll } from 'vitest';
import type { Caller } from '../calls/caller.ts';
import { advanceToQuietHour, type DemoConnection, openDemoConnection } from './onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from './running-system.ts';

/** The whole product for a file of tests: started before the first of them, stopped after the last. Called at the top of the file. */
export function stageSystem(options: Parameters<typeof startSystem>[0] = {}): RunningSystem {
  const stage = {} as RunningSystem; // Without its fields only until the system stands.
  let system: RunningSystem | null = null;
  beforeAll(async () => {
    system = await startSystem(options);
    Object.assign(stage, system);
  });
  afterAll(() => system?.stop());
  return stage;
}

/** A new organization with a synced connection, in whose test environment it is the quiet hour of the banks. */
export async function openQuietConnection(
  system: RunningSystem,
): Promise<{ readonly organization: TestOrganization; readonly caller: Caller; readonly connection: DemoConnection }> {
  const organization = await system.createOrganization();
  const caller = organization.test;
  await advanceToQuietHour(caller);
  return { organization, caller, connection: await openDemoConnection(caller, system.bankUrl, 'harbor') };
}
