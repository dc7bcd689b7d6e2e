import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { openInstallation, type Running, startApi, startSyncing } from '../../main.ts';
import { readSettings } from '../setting.ts';
import { untilStopped } from '../stop-signal.ts';
import { startDemoBankProcess } from './demo-bank-process.ts';
import { createLocalApi } from './local-api.ts';
import { createProgress } from './progress.ts';
import { printReport, type QuickstartSummary } from './report.ts';
import { tellStory } from './story.ts';
import { readTrialKey } from './trial-key.ts';

/** `causeway quickstart`: everything on one machine, with a demo bank connected and its first transactions shown. */
export function addQuickstartCommand(program: Command): void {
  program
    .command('quickstart')
    .description('start everything, connect a demo bank and show the first transactions')
    .option('--once', 'stop when done; the last line is a JSON summary')
    .action(async (options: { once?: boolean }) => {
      const startedMs = Date.now();
      const { config, log } = readSettings('quickstart');
      // People watch this command, so only what needs attention may come between its steps.
      const quiet = { ...config, logLevel: config.logLevel === 'info' ? ('warn' as const) : config.logLevel };
      const stopping = untilStopped();
      const running: Running[] = [];
      try {
        const summary = await Promise.race([run(quiet, running, startedMs), stopping]);
        if (summary === undefined) return;
        if (options.once) process.stdout.write(`${JSON.stringify(summary)}\n`);
        else await stopping;
      } finally {
        log.debug({}, 'stopping');
        for (const part of running.reverse()) await part.stop();
      }
    });
}

async function run(settings: Config, running: Running[], startedMs: number): Promise<QuickstartSummary> {
  const progress = createProgress(process.stdout);
  const { log } = readSettings('quickstart');
  const warnings = settings.logLevel === 'warn' ? withoutInfo(log) : log;
  const bank = await progress.step('Start the demo bank', () =>
    startDemoBankProcess({ stateDir: join(settings.dataDir, 'demo-bank'), wantedUrl: settings.demoBankUrl }),
  );
  running.push(bank);
  const config = { ...settings, demoBankUrl: bank.url, port: (await isFree(settings)) ? settings.port : 0 };
  const installation = await progress.step('Start PostgreSQL and bring it up to date', () =>
    openInstallation(config, warnings, { attach: false }),
  );
  running.push({ stop: installation.close });
  const worker = await progress.step('Start the worker', () => startSyncing(installation));
  running.push(worker);
  const api = await progress.step('Start the API', () => startApi(installation));
  running.push(api);
  const key = await readTrialKey(installation);
  const result = await tellStory({ api: createLocalApi(api.url, key), bankUrl: bank.url, progress });
  const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
  printReport(process.stdout, result, { apiUrl: api.url, bankUrl: bank.url, key, seconds });
  const { connectionId, accounts, transactionCount, eventCount } = result;
  return { connectionId, accounts: accounts.length, transactions: transactionCount, events: eventCount, seconds };
}

function withoutInfo(log: ReturnType<typeof readSettings>['log']): typeof log {
  return {
    ...log,
    warn: log.warn.bind(log),
    error: log.error.bind(log),
    info: () => undefined,
    debug: () => undefined,
    child: () => withoutInfo(log),
  };
}

/** Whether the API's port can be had; a second trial beside a running server takes another one. */
function isFree({ host, port }: Pick<Config, 'host' | 'port'>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  return promise;
}
