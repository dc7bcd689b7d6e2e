import { CausewayError, CausewayNetworkError, type Client, createClient } from '@causeway/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../../config/problem.ts';
import { CommandRefused } from '../outcome.ts';

const DEFAULT_URL = 'http://127.0.0.1:4080';

/** Where a remote command finds its server, and which part of the data it is about. */
export interface RemoteOptions {
  readonly url: string;
  readonly key?: string;
  readonly account?: string;
  readonly connection?: string;
}

/** Options of every command that speaks to a server as a client. */
export function addRemoteOptions(command: Command): Command {
  return addServerOptions(command)
    .option('--account <id>', 'only this account')
    .option('--connection <id>', 'only this connection');
}

/** Options of those that need no part of the data to be chosen. */
export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the server').env('CAUSEWAY_URL').default(DEFAULT_URL).argParser(readUrl),
    )
    .addOption(
      new Option('--key <key>', 'API key; the variable keeps it out of the process list').env('CAUSEWAY_API_KEY'),
    );
}

/** A client by the options. Throws ConfigError without a key. */
export function createRemoteClient({ url, key }: RemoteOptions): Client {
  const apiKey = key?.trim() ?? '';
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new ConfigError([
      {
        variable: 'CAUSEWAY_API_KEY',
        message: 'must be set to an API key, or give one with --key. Make one with: causeway keys create',
      },
    ]);
  return createClient({ baseUrl: url, apiKey });
}

/** The part of the data that the options name, in the words of the API. */
export function readSelection({ account, connection }: RemoteOptions): { accountId?: string; connectionId?: string } {
  return {
    ...(account === undefined ? {} : { accountId: account }),
    ...(connection === undefined ? {} : { connectionId: connection }),
  };
}

/**
 * Does remote work; what the server refuses, or that it does not answer, is told in a sentence. `named` is what the command's options name,
 * for the answer that there is no such thing.
 */
export async function withRemoteErrors<T>(work: () => Promise<T>, named: string | null = null): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CausewayNetworkError)
      throw new CommandRefused(`${cause.message}. Is the server up, and --url or CAUSEWAY_URL its address?`, { cause });
    if (cause instanceof CausewayError) {
      const check = cause.code === 'not_found' && named !== null ? `\nCheck ${named}.` : '';
      throw new CommandRefused(`${describe(cause)}${check}`, { cause });
    }
    throw cause;
  }
}

function describe({ message, requestId, documentationUrl }: CausewayError): string {
  const request = requestId === null ? '' : `\nRequest ${requestId}`;
  return `${message}${documentationUrl === null ? '' : `\nSee ${documentationUrl}`}${request}`;
}

/** A variable that is empty counts as not set, here as everywhere. */
function readUrl(text: string): string {
  const url = text.trim() === '' ? DEFAULT_URL : text.trim();
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new InvalidArgumentError('It must be a complete http or https URL.');
  return url;
}
