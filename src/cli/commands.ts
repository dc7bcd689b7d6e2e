import type { Command } from 'commander';

type Add = (program: Command) => void;

/**
 * All commands: the file of each by its name. Those of `client/` speak to a server as its clients do, those of `installation/` work on the
 * installation of this machine, and `inspect` reads files by itself. Whoever calls one waits for no other: a client's command begins in half
 * the time that the whole product takes to be loaded, and `inspect` reads files of a gigabyte in little more memory than loading the rest
 * would take.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  audit: async () => (await import('./installation/audit.ts')).addAuditCommands,
  backup: async () => (await import('./installation/backup.ts')).addBackupCommands,
  console: async () => (await import('./installation/people.ts')).addPeopleCommands,
  doctor: async () => (await import('./installation/doctor.ts')).addDoctorCommand,
  events: async () => (await import('./client/events.ts')).addEventsCommands,
  export: async () => (await import('./client/export/command.ts')).addExportCommand,
  inspect: async () => (await import('./inspect/command.ts')).addInspectCommand,
  keys: async () => (await import('./installation/keys.ts')).addKeysCommands,
  listen: async () => (await import('./client/listen/command.ts')).addListenCommand,
  mfa: async () => (await import('./client/mfa.ts')).addMfaCommands,
  migrate: async () => (await import('./installation/migrate.ts')).addMigrateCommand,
  mirror: async () => (await import('./client/mirror/command.ts')).addMirrorCommand,
  orgs: async () => (await import('./installation/organizations.ts')).addOrganizationsCommands,
  people: async () => (await import('./installation/people.ts')).addPeopleCommands,
  quarantine: async () => (await import('./client/quarantine.ts')).addQuarantineCommands,
  quickstart: async () => (await import('./quickstart/command.ts')).addQuickstartCommand,
  recipe: async () => (await import('./installation/recipe.ts')).addRecipeCommands,
  restore: async () => (await import('./installation/backup.ts')).addBackupCommands,
  serve: async () => (await import('./installation/serve.ts')).addServeCommands,
  sources: async () => (await import('./client/sources.ts')).addSourcesCommands,
  suggestions: async () => (await import('./client/suggestions.ts')).addSuggestionsCommands,
  tail: async () => (await import('./client/tail.ts')).addTailCommand,
  upload: async () => (await import('./client/upload.ts')).addUploadCommand,
  vault: async () => (await import('./installation/vault.ts')).addVaultCommands,
  worker: async () => (await import('./installation/serve.ts')).addServeCommands,
};
