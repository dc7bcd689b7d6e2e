import { Command } from 'commander';
import { VERSION } from '../version.ts';

/** The command line without its commands. Arguments that cannot be used throw commander's CommanderError. */
export function createRootCommand(): Command {
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
