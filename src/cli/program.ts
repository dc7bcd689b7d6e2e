import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addInspectCommand } from './inspect/command.ts';
import { addKeysCommands } from './keys.ts';
import { addMigrateCommand } from './migrate.ts';
import { addMirrorCommand } from './mirror.ts';
import { addOrganizationsCommands } from './organizations.ts';
import { addQuarantineCommands } from './quarantine.ts';
import { addQuickstartCommand } from './quickstart/command.ts';
import { addRecipeCommands } from './recipe.ts';
import { addServeCommands } from './serve.ts';
import { addSuggestionsCommands } from './suggestions.ts';
import { addTailCommand } from './tail.ts';
import { addUploadCommand } from './upload.ts';

/**
 * The command line: one file per command. Nothing runs until the program is given arguments, so the documentation's
 * tests can read its commands and options. Arguments that cannot be used throw commander's CommanderError.
 */
export function createProgram(): Command {
  const program = new Command('causeway')
    .description('Connects to banks and keeps an exact mirror of every account and transaction behind one REST API.')
    .version(VERSION)
    .showHelpAfterError()
    .configureHelp({ sortSubcommands: true })
    // Set before the commands are added, because they inherit it: the exit code is decided in one place.
    .exitOverride();
  addServeCommands(program);
  addMigrateCommand(program);
  addOrganizationsCommands(program);
  addKeysCommands(program);
  addQuickstartCommand(program);
  addMirrorCommand(program);
  addSuggestionsCommands(program);
  addUploadCommand(program);
  addQuarantineCommands(program);
  addTailCommand(program);
  addRecipeCommands(program);
  addInspectCommand(program);
  return program;
}
