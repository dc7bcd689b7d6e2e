import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { refuseSecondStart } from '../../infra/embedded-postgres/start.ts';
import { createLog, type Log } from '../../infra/log.ts';
import { openInstallation, type Running, startApi, startInbound, startSyncing, tryBrowser } from '../../main.ts';
import { makeSetUpUrl } from '../installation/set-up-url.ts';
import { readSettings } from '../installation/setting.ts';
import type { CommandRefused } from '../outcome.ts';
import { untilStopped } from '../terminal/stop-signal.ts';
import { startDemoBankProcess } from './demo-bank-process.ts';
import { chooseApiPort, findPort } from './free-port.ts';
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
      const { config } = readSettings('quickstart');
      // People watch this command, and what it does is a trial, so only errors may come between its steps.
      const level = chooseLogLevel(config, process.env);
      const log = createLog({ level, name: 'quickstart' });
      const stopping = untilStopped();
      const running: Running[] = [];
      try {
        const summary = await Promise.race([
          run({ ...config, logLevel: level }, log, { running, startedMs, stops: options.once === true }),
          stopping,
        ]);
        if (summary === undefined) return;
        if (options.once) process.stdout.write(`${JSON.stringify(summary)}\n`);
        else await stopping.then(() => process.stdout.write('\nStopping. The data is kept; start again to go on.\n'));
      } finally {
        log.debug({}, 'stopping');
        for (const part of running.reverse()) await part.stop();
      }
    });
}

/** Errors alone, unless another level was asked for; info is what nobody has to ask for. */
export function chooseLogLevel(
  { logLevel }: Pick<Config, 'logLevel'>,
  environment: Readonly<Record<string, string | undefined>>,
): Config['logLevel'] {
  return (environment.CAUSEWAY_LOG_LEVEL ?? '').trim() === '' ? 'error' : logLevel;
}

/** Mailboxes of delegated users, which nobody but the demo bank writes to. */
const MAIL_DOMAIN = 'inbox.causeway.example';

async function run(
  settings: Config,
  log: Log,
  { running, startedMs, stops }: { readonly running: Running[]; readonly startedMs: number; readonly stops: boolean },
): Promise<QuickstartSummary> {
  // Before the demo bank, which would write to the files of the one that runs.
  if (settings.databaseUrl === null) refuseSecondStart(join(settings.dataDir, 'postgres'));
  const progress = createProgress(process.stdout);
  // A second trial beside a running server takes other ports.
  const { domain, host, port } = settings.mail ?? { domain: MAIL_DOMAIN, host: '127.0.0.1', port: 0 };
  const mail = { domain, host, port: await findPort(host, port) };
  const bank = await progress.step('Start the demo bank', () =>
    startDemoBankProcess({ stateDir: join(settings.dataDir, 'demo-bank'), wantedUrl: settings.demoBankUrl, mail }),
  );
  running.push(bank);
  const { port: apiPort, note } = await chooseApiPort(settings, process.env);
  if (note !== null) process.stdout.write(`\n${note}\n\n`);
  const config = { ...settings, demoBankUrl: bank.url, port: apiPort, mail };
  const installation = await progress.step('Start PostgreSQL and bring it up to date', () =>
    openInstallation(config, log, { attach: false, actor: { kind: 'system', id: 'quickstart' } }),
  );
  running.push({ stop: installation.close });
  const api = await progress.step('Start the worker, the API and the mail server', async () => {
    running.push(await startSyncing(installation), await startInbound(installation));
    const started = await startApi(installation);
    running.push(started);
    return started;
  });
  const noBrowser = await progress.step('Try the browser', () => tryBrowser(config, log));
  if (noBrowser !== null) process.stdout.write(`\n${noBrowser.message}\n${WITHOUT_BROWSER}\n\n`);
  const key = await readTrialKey(installation);
  const onUnread = (refusal: CommandRefused) => {
    if (stops) throw refusal;
    process.stdout.write(`\n${refusal.message}\n${UNREAD}\n\n`);
  };
  const hasBrowser = noBrowser === null;
  const story = { api: createLocalApi(api.url, key), bankUrl: bank.url, progress, hasBrowser, onUnread };
  const result = await tellStory(story);
  const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
  printReport(
    process.stdout,
    result,
    seconds,
    stops ? null : { apiUrl: api.url, bankUrl: bank.url, key, setUpUrl: await makeSetUpUrl(installation, api.url) },
  );
  const { connectionId, accounts, transactionCount, eventCount } = result;
  return { connectionId, accounts: accounts.length, transactions: transactionCount, events: eventCount, seconds };
}

const UNREAD = 'What was read before is all there; the console shows what the connection needs.';
const WITHOUT_BROWSER = 'So the bank is read through its download for programs, and not through its portal.';
