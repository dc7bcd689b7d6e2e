import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../config/problem.ts';
import { COMMANDS } from './commands.ts';
import { CommandRefused, exitWith } from './outcome.ts';
import { createCalled, createProgram } from './program.ts';

let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
});
afterEach(() => {
  process.exitCode = before;
});

/** The error that commander ends the program with, silently. */
async function refusalOf(...args: string[]): Promise<CommanderError> {
  const program = await createProgram();
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
  it('loads for each command the file that holds it', async () => {
    const { commands } = await createProgram();
    expect(Object.keys(COMMANDS).sort()).toEqual(commands.map((command) => command.name()).sort());
    for (const name of Object.keys(COMMANDS))
      expect((await createCalled(name)).commands.map((command) => command.name())).toContain(name);
  });

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

  it('says in a sentence that the database cannot be asked, whatever was to be done', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.stubEnv('DATABASE_URL', 'postgres://x:y@127.0.0.1:1/db');
    try {
      for (const args of [['migrate'], ['keys', 'list'], ['serve'], ['worker']]) {
        said.mockClear();
        process.exitCode = 0;
        await (await createProgram()).parseAsync(args, { from: 'user' }).catch(exitWith);
        expect([process.exitCode, said.mock.calls.join('')]).toEqual([
          1,
          'The database cannot be asked: connect ECONNREFUSED 127.0.0.1:1. Is the server up, and are host, port, user, password and name in DATABASE_URL right?\n',
        ]);
      }
    } finally {
      said.mockRestore();
      vi.unstubAllEnvs();
    }
  });
});
