import { text } from 'node:stream/consumers';
import type { Schemas } from '@causeway/client';
import type { Command } from 'commander';
import { CommandRefused } from '../outcome.ts';
import { askHidden, isInteractive } from '../terminal/ask.ts';
import { forTerminal } from '../terminal/line-output.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from './remote-options.ts';

interface MfaOptions extends RemoteOptions {
  readonly json?: boolean;
}

/** `causeway mfa show|answer`: questions of banks for one-time codes. */
export function addMfaCommands(program: Command): void {
  const mfa = program.command('mfa').description('questions of banks for one-time codes');
  addServerOptions(mfa.command('show <connection>').description('show what the bank asks'))
    .option('--json', 'print JSON')
    .action(show);
  addServerOptions(
    mfa.command('answer <connection>').description('hand over the code, asked for or from standard input'),
  )
    .option('--json', 'print JSON')
    .action(answer);
}

async function show(connectionId: string, options: MfaOptions): Promise<void> {
  const client = createRemoteClient(options);
  const challenge = await withRemoteErrors(() => client.getMfaChallenge({ connectionId }));
  process.stdout.write(options.json ? `${JSON.stringify(challenge)}\n` : present(challenge));
}

async function answer(connectionId: string, options: MfaOptions): Promise<void> {
  const client = createRemoteClient(options);
  // Asked for first, so that nobody is asked for a code that nothing waits for.
  const challenge = await withRemoteErrors(() => client.getMfaChallenge({ connectionId }));
  if (isInteractive()) process.stderr.write(present(challenge));
  // Never an argument, which every user of the machine can list.
  const code = isInteractive() ? await askHidden('Code: ') : (await text(process.stdin)).trim();
  if (code === '') throw new CommandRefused('There is no code. Type it, or give it on standard input.');
  const answered = await withRemoteErrors(() => client.answerMfaChallenge({ connectionId, body: { code } }));
  process.stdout.write(options.json ? `${JSON.stringify(answered)}\n` : 'The code is being tried at the bank.\n');
}

function present({ type, status, prompt, destinationMasked, expiresAt }: Schemas['MfaChallenge']): string {
  const to = destinationMasked === null ? '' : `  to ${forTerminal(destinationMasked)}`;
  return `${status}  ${type}${to}  until ${expiresAt}\n${prompt === null ? '' : `${forTerminal(prompt)}\n`}`;
}
