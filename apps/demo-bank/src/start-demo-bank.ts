import { DelegatedUsers } from './delegated-users.ts';
import { Instances } from './instances.ts';
import type { Log } from './log.ts';
import { personalities } from './personalities.ts';
import { buildServer } from './server.ts';
import { Sessions } from './sessions.ts';
import { openStateFile } from './state-file.ts';

/** How to run the demo banks. */
export interface DemoBankOptions {
  /** Port to listen on; 0 takes any free one. */
  readonly port: number;
  /** Address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Folder for what outlives the process; created when missing. One process at a time may use it. */
  readonly stateDir: string;
  readonly log: Log;
  /** Real time. */
  readonly now: () => Date;
}

/** Running demo banks. */
export interface DemoBank {
  /** Where they answer, without a trailing slash. */
  readonly url: string;
  /** Stops listening, ends open connections and waits for the state to be on disk. */
  close(): Promise<void>;
}

/** Starts all demo banks on one port. Rejects when the port is taken or the state cannot be read. */
export async function startDemoBank(options: DemoBankOptions): Promise<DemoBank> {
  const { port, host = '127.0.0.1', stateDir, log, now } = options;
  const stateFile = await openStateFile(stateDir);
  const users = await DelegatedUsers.load(stateFile);
  const instances = new Instances({ users, personalities, now });
  const app = buildServer({ personalities, users, instances, sessions: new Sessions(now), now }, log);
  const url = await app.listen({ port, host });
  log.info({ url }, 'demo bank listening');
  return {
    url,
    close: async () => {
      await app.close();
      await stateFile.settle();
      log.info({}, 'demo bank stopped');
    },
  };
}
