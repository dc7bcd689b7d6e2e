import type { Command } from 'commander';
import { addAuditCommands } from './audit.ts';
import { addBackupCommands } from './backup.ts';
import { addDoctorCommand } from './doctor.ts';
import { addEventsCommands } from './events.ts';
import { addExportCommand } from './export/command.ts';
import { addInspectCommand } from './inspect/command.ts';
import { addKeysCommands } from './keys.ts';
import { addListenCommand } from './listen/command.ts';
import { addMfaCommands } from './mfa.ts';
import { addMigrateCommand } from './migrate.ts';
import { addMirrorCommand } from './mirror.ts';
import { addOrganizationsCommands } from './organizations.ts';
import { addPeopleCommands } from './people.ts';
import { addQuarantineCommands } from './quarantine.ts';
import { addQuickstartCommand } from './quickstart/command.ts';
import { addRecipeCommands } from './recipe.ts';
import { createRootCommand } from './root-command.ts';
import { addServeCommands } from './serve.ts';
import { addSourcesCommands } from './sources.ts';
import { addSuggestionsCommands } from './suggestions.ts';
import { addTailCommand } from './tail.ts';
import { addUploadCommand } from './upload.ts';
import { addVaultCommands } from './vault.ts';

/**
 * The command line: one file per command. Nothing runs until the program is given arguments, so the documentation's
 * tests can read its commands and options. Arguments that cannot be used throw commander's CommanderError.
 */
export function createProgram(): Command {
  const program = createRootCommand();
  addServeCommands(program);
  addMigrateCommand(program);
  addOrganizationsCommands(program);
  addKeysCommands(program);
  addPeopleCommands(program);
  addAuditCommands(program);
  addQuickstartCommand(program);
  addMirrorCommand(program);
  addMfaCommands(program);
  addSuggestionsCommands(program);
  addUploadCommand(program);
  addQuarantineCommands(program);
  addSourcesCommands(program);
  addTailCommand(program);
  addListenCommand(program);
  addEventsCommands(program);
  addBackupCommands(program);
  addDoctorCommand(program);
  addVaultCommands(program);
  addRecipeCommands(program);
  addInspectCommand(program);
  addExportCommand(program);
  return program;
}
