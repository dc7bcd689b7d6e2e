import { readFile } from 'node:fs/promises';
import type { Schemas } from '@causeway/client';
import { type Command, Option } from 'commander';
import { systemErrorCode } from '../../infra/system-error.ts';
import { CommandRefused } from '../outcome.ts';

/** What a file need not say itself, apart from the account that exists. */
export interface UnsaidOptions {
  readonly accountNumber?: string;
  readonly currency?: string;
  readonly dateOrder?: 'DMY' | 'MDY' | 'YMD';
  readonly csvProfile?: string;
}

export interface KnowledgeOptions extends UnsaidOptions {
  readonly account?: string;
  readonly strict?: boolean;
  readonly damaged?: boolean;
  readonly foreign?: boolean;
}

/** Options that say what files do not say themselves, and how they are to be taken. */
export function addKnowledgeOptions(command: Command): Command {
  return addUnsaidOptions(command.option('--account <id>', 'account of statements that name none'))
    .option('--strict', 'refuse what is read with a warning otherwise')
    .option('--no-strict', 'read with warnings what --strict refuses')
    .option('--damaged', 'take the entries in front of a damage')
    .option('--foreign', 'take accounts of other entities as accounts of this connection');
}

/** Options for what some bank files leave unsaid. */
export function addUnsaidOptions(command: Command): Command {
  return command
    .option('--account-number <number>', 'number of a new account, for statements that name none')
    .option('--currency <code>', 'currency of files that name none')
    .addOption(new Option('--date-order <order>', 'order of day, month and year').choices(['DMY', 'MDY', 'YMD']))
    .option('--csv-profile <file>', 'JSON file that says how a CSV export is built');
}

/** What the options say, in the words of the API; what was not given is left out. */
export async function readKnowledge(options: KnowledgeOptions): Promise<Schemas['FileKnowledge']> {
  const knowledge = {
    accountId: options.account,
    accountNumber: options.accountNumber,
    currency: options.currency,
    dateOrder: options.dateOrder,
    csvProfile: options.csvProfile === undefined ? undefined : await readProfile(options.csvProfile),
    isStrict: options.strict,
    takesDamaged: options.damaged,
    takesForeign: options.foreign,
  };
  return Object.fromEntries(Object.entries(knowledge).filter(([, value]) => value !== undefined));
}

async function readProfile(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new CommandRefused(`${path} cannot be read (${systemErrorCode(cause) ?? 'unknown error'}).`, { cause });
  }
  try {
    const profile: unknown = JSON.parse(text);
    if (typeof profile === 'object' && profile !== null && !Array.isArray(profile))
      return profile as Record<string, unknown>; // An object of JSON.
  } catch (cause) {
    throw new CommandRefused(`${path} is no JSON.`, { cause });
  }
  throw new CommandRefused(`${path} must hold a JSON object.`);
}
