import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MailReceiver, receiveMail } from '../../apps/demo-bank/src/testing/message-receivers.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/infra/log.ts';
import { type Installation, openInstallation, type Running, startApi } from '../../src/main.ts';
import { startWorkerProcess, type WorkerProcess } from '../../test/support/processes/worker-process.ts';
import { ROOT } from '../../test/support/root.ts';
import { type BankLine, openBankLine } from './bank-line.ts';
import { type BankProcess, startBankProcess } from './bank-process.ts';

/** API here, everything that is killed in processes of its own: the banks, and the worker with its browser. */
export interface ChaosWorld {
  readonly installation: Installation;
  readonly apiUrl: string;
  /** Holds `bank` and `data`. */
  readonly folder: string;
  readonly bank: BankProcess;
  readonly line: BankLine;
  readonly mail: MailReceiver;
  worker(): WorkerProcess;
  /** `kill -9`, and another one begins. Resolves when that works. */
  replaceWorker(): Promise<void>;
}

/**
 * A dead worker is noticed soon, and one that its browser holds up for some seconds is not taken for dead; nothing else differs from what
 * operators run.
 */
const WORKER_SETTINGS = { CAUSEWAY_LEASE_TTL_MS: '15000', CAUSEWAY_SCHEDULE_INTERVAL_MS: '100' };

/** Opens everything on an empty database and an empty folder, and ends it whatever the work did. */
export async function withChaosWorld<T>(
  options: { readonly databaseUrl: string; readonly folder: string; readonly browserPath: string },
  prepareBank: (world: Pick<ChaosWorld, 'installation' | 'apiUrl' | 'folder'>) => Promise<void>,
  work: (world: ChaosWorld) => Promise<T>,
): Promise<T> {
  const { databaseUrl, folder, browserPath } = options;
  const running: Running[] = [];
  try {
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir, { recursive: true });
    const mail = await receiveMail();
    running.push(mail);
    // The line asks for the bank only when the first request comes.
    const place: { bank: BankProcess | null } = { bank: null };
    const line = await openBankLine(() => place.bank?.url ?? '');
    running.push({ stop: line.close });
    const settings = { DATABASE_URL: databaseUrl, CAUSEWAY_DATA_DIR: dataDir, CAUSEWAY_DEMO_BANK_URL: line.url };
    const config = readConfig({ ...settings, CAUSEWAY_PORT: '0' }, ROOT);
    const installation = await openInstallation(config, silentLog, { attach: false });
    running.push({ stop: installation.close });
    const api = await startApi(installation);
    running.push(api);
    await prepareBank({ installation, apiUrl: api.url, folder });
    const bank = await startBankProcess({ stateDir: join(folder, 'bank'), mailPort: mail.port });
    running.push({ stop: bank.kill });
    place.bank = bank;
    const startWorker = () =>
      startWorkerProcess({ ...settings, ...WORKER_SETTINGS, CAUSEWAY_BROWSER_PATH: browserPath });
    let worker = await startWorker();
    running.push({ stop: () => worker.end('SIGTERM') });
    return await work({
      ...{ installation, apiUrl: api.url, folder, bank, line, mail },
      worker: () => worker,
      replaceWorker: async () => {
        await worker.end('SIGKILL');
        worker = await startWorker();
      },
    });
  } finally {
    for (const each of running.reverse()) await each.stop();
  }
}
