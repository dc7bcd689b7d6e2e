import type { Command } from 'commander';
import {
  type Installation,
  openInstallation,
  openMetrics,
  openTracing,
  type Running,
  startApi,
  startInbound,
  startSyncing,
  warnOfUnread,
} from '../../main.ts';
import { untilStopped } from '../terminal/stop-signal.ts';
import { offerSetUp } from './set-up-url.ts';
import { readSettings } from './setting.ts';

/** `causeway serve` and `causeway worker`. */
export function addServeCommands(program: Command): void {
  program
    .command('serve')
    .description('serve the API, take messages for delegated users and work off syncs')
    .option('--no-worker', 'serve the API only; `causeway worker` processes do the syncs')
    .action(async (options: { worker: boolean }) => runRoles(options.worker ? ['api', 'worker'] : ['api']));
  program
    .command('worker')
    .description('work off syncs only')
    .action(async () => runRoles(['worker']));
}

async function runRoles(roles: readonly ('api' | 'worker')[]): Promise<void> {
  const { config, log } = readSettings(roles.join('+'));
  const counted = await openMetrics(config);
  const tracing = await openTracing(process.env, log);
  const installation = await openInstallation(config, log, { attach: false, metrics: counted?.metrics });
  const running: Running[] = [];
  // From here on there is work to give back, also where the stop comes before all of it has begun.
  const stopped = untilStopped();
  try {
    await warnOfUnread(installation.commands.institutions, log);
    const syncing = roles.includes('worker') ? await startSyncing(installation) : null;
    if (syncing !== null) running.push(syncing);
    if (roles.includes('api')) {
      running.push(await startInbound(installation));
      const api = await startApi(installation);
      running.push(api);
      if (counted !== null) running.push(await counted.serve({ ...sourcesOf(installation), ...syncing, ...api }));
      log.info({ url: api.url, roles }, 'serving');
      await offerSetUp(installation, api.url, process.stderr);
    } else {
      if (counted !== null) running.push(await counted.serve({ ...sourcesOf(installation), ...syncing }));
      log.info({ roles }, 'working');
    }
    await stopped;
    log.info({}, 'stopping');
  } finally {
    // The API goes first, so that nothing new comes in while syncs are returned.
    for (const part of running.reverse()) await part.stop();
    await installation.close();
    await tracing?.stop();
  }
}

/** What the metrics of a process are read from. */
function sourcesOf({ sessions, log }: Installation) {
  return { sql: sessions.service, pool: sessions.tenants, log };
}
