import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addKeysCommands } from './keys.ts';
import { addMigrateCommand } from './migrate.ts';
import { addOrganizationsCommands } from './organizations.ts';
import { exitWith } from './outcome.ts';
import { addQuickstartCommand } from './quickstart/command.ts';
import { addServeCommands } from './serve.ts';

/** The command line: one file per command. */
const program = new Command('causeway')
  .description('Connects to banks and keeps an exact mirror of every account and transaction behind one REST API.')
  .version(VERSION)
  .showHelpAfterError()
  .configureHelp({ sortSubcommands: true });

addServeCommands(program);
addMigrateCommand(program);
addOrganizationsCommands(program);
addKeysCommands(program);
addQuickstartCommand(program);

await program.parseAsync().catch(exitWith);
