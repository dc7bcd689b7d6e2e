import { startChild } from '../../test/support/processes/start-child.ts';
import type { Contestant } from '../harness/rounds.ts';
import type { Organization } from '../organization/organization.ts';
import type { PageQuery } from './page-query.ts';
import type { SessionSettings } from './session-settings.ts';

export interface DriverLoopConfig {
  readonly databaseUrl: string;
  /** Those of the product's own connections. */
  readonly sessionSettings: SessionSettings;
  readonly query: PageQuery;
  readonly organization: Organization;
  readonly clients: number;
  readonly seed: string;
}

export interface DriverLoopQuestion {
  readonly durationMs: number;
}

/** A process in which the bare driver reads pages and drops them. */
export async function startDriverLoop(
  name: string,
  config: DriverLoopConfig,
): Promise<Contestant & { stop(): Promise<void> }> {
  const file = new URL('driver-loop.ts', import.meta.url);
  const child = await startChild<null, DriverLoopQuestion, number>(file, config);
  return { name, run: (durationMs) => child.ask({ durationMs }), stop: child.stop };
}
