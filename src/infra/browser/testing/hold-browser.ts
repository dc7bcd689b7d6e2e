import { silentLog } from '../../log.ts';
import { createBrowserPool } from '../browser-pool.ts';
import { createTestLauncher, sessionFor } from './test-browser.ts';

// A process that holds a browser of the given folder until it is killed; a test starts it and kills it.
const [, , folder = ''] = process.argv;
const pool = createBrowserPool({
  start: createTestLauncher({ folder }).start,
  maxSessions: 2,
  maxMemoryBytes: 1024 ** 3,
  idleMs: 60_000,
  waitMs: 60_000,
  log: silentLog,
});
const leased = await pool.lease(sessionFor(['bank.example']), new AbortController().signal);
if (leased.kind !== 'leased') throw new Error(leased.kind);
process.stdout.write(`${pool.stats().browserPid}\n`);
setInterval(() => undefined, 60_000);
