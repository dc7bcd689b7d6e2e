import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import type { CredentialField, Institution } from '../../domain/institution.ts';
import { addDays, utcDateOf } from '../../domain/values/calendar-date.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { createLog } from '../../infra/log.ts';
import { computeTotp, normaliseTotpSeed } from '../../infra/totp.ts';
import { tryRecipe } from '../../main.ts';
import { loadInstitutions } from '../../store/institutions.ts';
import { CommandRefused } from '../outcome.ts';
import { askHidden, askOpenly, isInteractive } from '../terminal/ask.ts';
import { untilStopped } from '../terminal/stop-signal.ts';
import { renderTable } from '../terminal/table.ts';
import { ROOT } from './setting.ts';

interface RecipeTestOptions {
  readonly headed?: boolean;
  readonly screenshots?: string;
  readonly days: string;
}

/** Where the login comes from: never from arguments, which every user of the machine can list. */
const VARIABLES: Readonly<Record<CredentialField, string>> = {
  bankCustomerId: 'CAUSEWAY_RECIPE_BANK_CUSTOMER_ID',
  bankUsername: 'CAUSEWAY_RECIPE_BANK_USERNAME',
  password: 'CAUSEWAY_RECIPE_PASSWORD',
  totpSecret: 'CAUSEWAY_RECIPE_TOTP_SECRET',
};

/** `causeway recipe test`: a bank's recipe against the bank, step by step. */
export function addRecipeCommands(program: Command): void {
  program
    .command('recipe')
    .description('recipes, by which portals are read')
    .command('test')
    .argument('<institution>', 'id of an institution that is read through its portal')
    .description('run a recipe against the bank and show each step with its time; nothing is stored')
    .option('--days <days>', 'days to read back from today', '30')
    .option('--headed', 'show the browser window')
    .option('--screenshots <folder>', 'keep a picture of the page at which a step failed')
    .action(testRecipe);
}

async function testRecipe(institutionId: string, options: RecipeTestOptions): Promise<void> {
  const config = readConfig(process.env, ROOT);
  // Standard output is for the steps.
  const log = createLog({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, name: 'recipe' });
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 3_660) throw new CommandRefused('--days must be 1 to 3660.');
  const catalog = await loadInstitutions(config.institutionsDir, { demoBankUrl: config.demoBankUrl });
  const institution = catalog.find(institutionId);
  if (institution === null)
    throw new CommandRefused(
      `There is no institution ${institutionId}. Its definition belongs into ${config.institutionsDir}.`,
    );
  if (institution.connector?.name !== 'portal')
    throw new CommandRefused(
      `${institutionId} is not read through a portal: its definition does not name the connector portal.`,
    );
  const credentials = await readCredentials(institution);
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort(new CommandRefused('Stopped.')));
  const now = instantFromMs(Date.now());
  const today = utcDateOf(now);
  let number = 0;
  const pictures: Promise<void>[] = [];
  const result = await tryRecipe(config, log, {
    institution,
    credentials,
    window: { from: addDays(today, -days), to: addDays(today, 1) },
    headed: options.headed ?? false,
    now,
    signal: stop.signal,
    answerCode: async ({ channel }) => {
      const seed = normaliseTotpSeed(process.env[VARIABLES.totpSecret] ?? '');
      if (channel === 'totp' && seed !== null) return { kind: 'computed', code: computeTotp(seed, Date.now()) };
      if (!isInteractive()) return { kind: 'nobody' };
      return { kind: 'code', code: await askHidden(`The bank asks for a one-time code (${channel}): `) };
    },
    noteStep: ({ name, outcome, detail, durationMs, screenshot }) => {
      number += 1;
      const time = `${durationMs}`.padStart(7);
      const mark = outcome === 'failed' ? '  FAILED' : '';
      process.stdout.write(
        `${`${number}`.padStart(3)} ${time} ms  ${name}${detail === null ? '' : `: ${detail}`}${mark}\n`,
      );
      if (screenshot !== null && options.screenshots !== undefined)
        pictures.push(keepPicture(options.screenshots, `${institutionId}-step-${number}.png`, screenshot));
    },
  });
  await Promise.all(pictures);
  if (result.accounts.length > 0) process.stdout.write(`\n${renderAccounts(result.accounts)}`);
  if (result.fault !== null) throw new CommandRefused(`${result.fault.code}: ${result.fault.message}`);
}

function renderAccounts(accounts: Awaited<ReturnType<typeof tryRecipe>>['accounts']): string {
  return renderTable(
    [
      { title: 'account' },
      { title: 'currency' },
      { title: 'pending', align: 'right' },
      { title: 'posted', align: 'right' },
      { title: 'ledger', align: 'right' },
      { title: 'complete' },
    ],
    accounts.map(({ name, currency, pending, posted, ledger, complete }) => [
      ...[name, currency, `${pending}`, `${posted}`, ledger ?? '', complete ? 'yes' : 'no'],
    ]),
  );
}

async function readCredentials({
  requiredCredentials,
}: Institution): Promise<Partial<Record<CredentialField, string>>> {
  const found: Partial<Record<CredentialField, string>> = {};
  for (const field of requiredCredentials) {
    const set = process.env[VARIABLES[field]] ?? '';
    if (set === '' && !isInteractive())
      throw new CommandRefused(`${VARIABLES[field]} is not set, and there is no terminal to ask at. Set it.`);
    const isSecret = field === 'password' || field === 'totpSecret';
    const ask = isSecret ? askHidden : askOpenly;
    found[field] = set === '' ? await ask(`${field}: `) : set;
  }
  return found;
}

async function keepPicture(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, name), bytes, { mode: 0o600 });
}
