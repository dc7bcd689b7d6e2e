import { DelegatedUsers, toUserId } from './delegated-users.ts';
import { Instances } from './instances.ts';
import type { Log } from './log.ts';
import { hashPassword } from './password.ts';
import { personalities } from './personalities.ts';
import { type DeliveryOptions, Messenger, type Schedule } from './portal/delivery/messenger.ts';
import { PortalSessions } from './portal/portal-sessions.ts';
import { buildServer } from './server.ts';
import { Sessions } from './sessions.ts';
import { openStateFile } from './state-file.ts';
import { StateKeeper } from './state-keeper.ts';

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
  /** Where e-mail and text messages go; nothing is sent when left out. */
  readonly delivery?: DeliveryOptions;
  /** Runs a task later; the timers of the process when left out. */
  readonly schedule?: Schedule;
  /** What the hash of a password costs, as N of scrypt: the 16,384 of `password.ts` when left out. Tests sign in thousands of times. */
  readonly passwordWork?: number;
  /**
   * What the companies are drawn from, together with the order in which their users are created: with the same seed a new server draws
   * the same ones. Left out, each is drawn from the key of its user.
   */
  readonly seed?: string | undefined;
}

/** Running demo banks. */
export interface DemoBank {
  /** Where they answer, without a trailing slash. */
  readonly url: string;
  /** Stops listening, ends open connections and waits for the state to be on disk. */
  close(): Promise<void>;
}

const NO_DELIVERY: DeliveryOptions = { mail: null, sms: null };

/** Starts all demo banks on one port. Rejects when the port is taken or the state cannot be read. */
export async function startDemoBank(options: DemoBankOptions): Promise<DemoBank> {
  const { port, host = '127.0.0.1', stateDir, log, now, delivery = NO_DELIVERY, schedule = scheduleByTimer } = options;
  const { passwordWork, seed } = options;
  const stateFile = await openStateFile(stateDir);
  const keeper = await StateKeeper.load(stateFile, toUserId);
  const users = new DelegatedUsers(keeper, seed === undefined ? null : countSeeds(seed));
  const instances = new Instances({ users, personalities, now });
  const messenger = new Messenger(delivery, log, schedule);
  const timeOuts = new Map(personalities.map(({ id, portal }) => [id, portal.rules.session]));
  const address = { url: '' };
  const app = buildServer(
    {
      ...{ personalities, users, instances, keeper, messenger, schedule, now, address },
      sessions: new Sessions(now),
      portalSessions: new PortalSessions(now, timeOuts),
      hashPassword: (password) => hashPassword(password, passwordWork),
    },
    log,
  );
  const url = await app.listen({ port, host });
  address.url = url;
  log.info({ url }, 'demo bank listening');
  return {
    url,
    close: async () => {
      messenger.close();
      await app.close();
      await stateFile.settle();
      log.info({}, 'demo bank stopped');
    },
  };
}

function countSeeds(seed: string): () => string {
  let drawn = 0;
  return () => {
    drawn += 1;
    return `${seed} ${drawn}`;
  };
}

function scheduleByTimer(task: () => void, delayMs: number): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}
