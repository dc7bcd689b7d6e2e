import type { Command } from 'commander';
import { openInstallation, type Running, startApi, startInbound, startSyncing } from '../main.ts';
import { readSettings } from './setting.ts';
import { untilStopped } from './stop-signal.ts';

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
  const installation = await openInstallation(config, log, { attach: false });
  const running: Running[] = [];
  try {
    if (roles.includes('worker')) running.push(await startSyncing(installation));
    if (roles.includes('api')) {
      running.push(await startInbound(installation));
      const api = await startApi(installation);
      running.push(api);
      log.info({ url: api.url, roles }, 'serving');
    } else {
      log.info({ roles }, 'working');
    }
    await untilStopped();
    log.info({}, 'stopping');
  } finally {
    // The API goes first, so that nothing new comes in while syncs are returned.
    for (const part of running.reverse()) await part.stop();
    await installation.close();
  }
}
