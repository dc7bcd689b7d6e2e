import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/infra/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/infra/embedded-postgres/start.ts';
import { silentLog } from '../../../src/infra/log.ts';
import { pickLastingPort } from './lasting-port.ts';
import type { TestDatabase } from './test-database.ts';

/** A PostgreSQL that belongs to one test, which may stop it, let it crash and start it again. */
export interface OwnServer {
  readonly database: TestDatabase;
  /** Ends the server: in order, or at once with nothing written out, as when its machine loses power. */
  stop(how: 'inOrder' | 'crash'): Promise<void>;
  /** Starts it again on the same port with what it had committed. */
  start(): Promise<void>;
}

/** Starts a server with an empty database in a folder of its own; `database.drop` removes both. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-own-server-'));
  // The server's own user has to pass through a folder that root made.
  await chmod(folder, 0o711);
  const ownPort = await pickLastingPort();
  const open = () => startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: ownPort, log: silentLog });
  let server: EmbeddedPostgres = await open();
  const { url, port } = server;
  const sql = openDatabase({ url, maxConnections: 2, applicationName: 'test', log: silentLog });
  return {
    database: {
      sql,
      url,
      shutOut: () => Promise.reject(new Error('stop the server instead')),
      drop: async () => {
        await sql.end({ timeout: 5 });
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    },
    stop: async (how) => {
      if (how === 'crash') {
        // PostgreSQL's immediate shutdown: no checkpoint, the next start recovers from the log.
        process.kill(server.pid, 'SIGQUIT');
        await server.exited;
      }
      await server.stop();
    },
    start: async () => {
      server = await open();
      if (server.port !== port) throw new Error(`the port ${port} of the server was taken meanwhile`);
    },
  };
}
