import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../config.ts';
import { CommandRefused, exitWith } from './outcome.ts';
import { createProgram } from './program.ts';

let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
});
afterEach(() => {
  process.exitCode = before;
});

/** The error that commander ends the program with, silently. */
async function refusalOf(...args: string[]): Promise<CommanderError> {
  const program = createProgram();
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  const error: unknown = await program.parseAsync(args, { from: 'user' }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CommanderError))
    throw new Error(`causeway ${args.join(' ')} did not end with a CommanderError`);
  return error;
}

describe('the command line', () => {
  it.each([
    ['nosuch'],
    ['serve', '--nosuch'],
    ['keys'],
    ['keys', 'revoke'],
    ['keys', 'create', '--env', 'production'],
    ['keys', 'create', '--scopes', 'entities:read,nosuch'],
    ['keys', 'create', '--expires-in-days', '0'],
  ])('ends %s %s with 2, for arguments that cannot be used', async (...args) => {
    exitWith(await refusalOf(...args));
    expect(process.exitCode).toBe(2);
  });

  it.each([['--help'], ['--version'], ['help', 'keys']])('ends %s %s with 0', async (...args) => {
    exitWith(await refusalOf(...args));
    expect(process.exitCode).toBe(0);
  });

  it('ends with 2 for settings and with 1 for a refusal', () => {
    exitWith(new ConfigError([{ variable: 'CAUSEWAY_PORT', message: 'must be a whole number.' }]));
    expect(process.exitCode).toBe(2);
    exitWith(new CommandRefused('There is no organization yet.'));
    expect(process.exitCode).toBe(1);
  });
});
