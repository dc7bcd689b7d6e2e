import type { Command } from 'commander';

type Add = (program: Command) => void;

/**
 * The file of each command by its name. Whoever calls one waits for no other: a client's command begins in half the time that the whole product
 * takes to be loaded, and `inspect` reads files of a gigabyte in little more memory than loading the rest would take.
 */
export const COMMAND_FILES: Readonly<Record<string, () => Promise<Add>>> = {
  audit: async () => (await import('./audit.ts')).addAuditCommands,
  backup: async () => (await import('./backup.ts')).addBackupCommands,
  console: async () => (await import('./people.ts')).addPeopleCommands,
  doctor: async () => (await import('./doctor.ts')).addDoctorCommand,
  events: async () => (await import('./events.ts')).addEventsCommands,
  export: async () => (await import('./export/command.ts')).addExportCommand,
  inspect: async () => (await import('./inspect/command.ts')).addInspectCommand,
  keys: async () => (await import('./keys.ts')).addKeysCommands,
  listen: async () => (await import('./listen/command.ts')).addListenCommand,
  mfa: async () => (await import('./mfa.ts')).addMfaCommands,
  migrate: async () => (await import('./migrate.ts')).addMigrateCommand,
  mirror: async () => (await import('./mirror.ts')).addMirrorCommand,
  orgs: async () => (await import('./organizations.ts')).addOrganizationsCommands,
  people: async () => (await import('./people.ts')).addPeopleCommands,
  quarantine: async () => (await import('./quarantine.ts')).addQuarantineCommands,
  quickstart: async () => (await import('./quickstart/command.ts')).addQuickstartCommand,
  recipe: async () => (await import('./recipe.ts')).addRecipeCommands,
  restore: async () => (await import('./backup.ts')).addBackupCommands,
  serve: async () => (await import('./serve.ts')).addServeCommands,
  sources: async () => (await import('./sources.ts')).addSourcesCommands,
  suggestions: async () => (await import('./suggestions.ts')).addSuggestionsCommands,
  tail: async () => (await import('./tail.ts')).addTailCommand,
  upload: async () => (await import('./upload.ts')).addUploadCommand,
  vault: async () => (await import('./vault.ts')).addVaultCommands,
  worker: async () => (await import('./serve.ts')).addServeCommands,
};
