import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands.ts';

/**
 * The command line with all of its commands, for help and for what is none of them. Nothing runs until the program is given arguments, so the
 * documentation's tests can read its commands and options. Arguments that cannot be used throw commander's CommanderError.
 */
export async function createProgram(): Promise<Command> {
  const adders = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const program = createRoot();
  // A file with two commands stands under both names.
  for (const add of new Set(adders)) add(program);
  return program;
}

/** The command line as far as it is called: one command alone where there is one of that name. */
export async function createCalled(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) return createProgram();
  const program = createRoot();
  (await load())(program);
  return program;
}

function createRoot(): Command {
  return (
    new Command('causeway')
      .description('Connects to banks and keeps an exact mirror of every account and transaction behind one REST API.')
      .version(VERSION)
      .showHelpAfterError()
      .configureHelp({ sortSubcommands: true })
      // Set before the commands are added, because they inherit it: the exit code is decided in one place.
      .exitOverride()
  );
}
