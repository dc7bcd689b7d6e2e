import { CommanderError } from 'commander';
import { BackupError } from '../backup/manifest.ts';
import { ConfigError } from '../config/problem.ts';
import { SETTINGS } from '../config/settings.ts';
import { tellOfDatabase } from '../infra/database/ask-database.ts';
import { isDatabaseRefusal } from '../infra/database/database-fix.ts';
import { LoginRoleError } from '../infra/database/login-role.ts';
import { DatabaseUnreachableError } from '../infra/database/unreachable.ts';
import { EmbeddedPostgresError } from '../infra/embedded-postgres/errors.ts';
import { MigrationError } from '../infra/migrations.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { MasterKeyError } from '../infra/vault/known-key.ts';
import { VaultError } from '../infra/vault/vault-error.ts';
import { InstitutionFileError } from '../store/institutions.ts';
import { EXIT_CODES } from './exit-code.ts';

/** A command's "no", with the text for the person in front of the terminal. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

const EXPECTED = [
  BackupError,
  CommandRefused,
  DatabaseUnreachableError,
  EmbeddedPostgresError,
  LoginRoleError,
  MasterKeyError,
  MigrationError,
  VaultError,
];

/** Ends the process with what went wrong: a sentence for what can be expected, the whole trace for what cannot. */
export function exitWith(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has printed help, version or what is wrong with the arguments already.
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.misused;
    return;
  }
  if (error instanceof ConfigError) {
    process.stderr.write(`Settings cannot be used:\n${error.message.replaceAll(/^/gm, '  ')}\n`);
    process.exitCode = EXIT_CODES.misused;
    return;
  }
  if (error instanceof InstitutionFileError) {
    process.stderr.write(`CAUSEWAY_INSTITUTIONS_DIR cannot be used:\n${error.message.replaceAll(/^/gm, '  ')}\n`);
    process.exitCode = EXIT_CODES.misused;
    return;
  }
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = EXIT_CODES.refused;
}

/** What is told of an error, with the whole trace where nobody has expected it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isFileRefusal(error))
    return `${error.message}\nRun this as the user as whom the service runs, who owns CAUSEWAY_DATA_DIR, or give that user the right.`;
  if (isAddressProblem(error)) return `${error.message}\n${explainAddress(error, process.env)}`;
  const expected = EXPECTED.some((kind) => error instanceof kind);
  // It was asked before, and has gone or begun to refuse since.
  if (!expected && isDatabaseRefusal(error)) return tellOfDatabase(error, null);
  return expected ? error.message : (error.stack ?? error.message);
}

/** A file or folder is closed to this user: Node's message names it. */
function isFileRefusal(error: Error): boolean {
  return 'path' in error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

/** The port is taken, or the address is none of this machine: Node's message names both. */
function isAddressProblem(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'listen';
}

const PORTS = ['CAUSEWAY_PORT', 'CAUSEWAY_METRICS_PORT', 'CAUSEWAY_MAIL_PORT', 'CAUSEWAY_SMS_PORT'] as const;

/** What to do about a port or an address, with the variable that names it. */
export function explainAddress(error: Error, environment: Readonly<Record<string, string | undefined>>): string {
  const port = 'port' in error ? String(error.port) : '';
  const named = PORTS.filter((variable) => (environment[variable]?.trim() || SETTINGS[variable].fallback) === port);
  const variables = (named.length > 0 ? named : PORTS).join(' or ');
  const code = systemErrorCode(error);
  if (code === 'EADDRINUSE') return `End the program that listens there, or set ${variables} to another port.`;
  if (code === 'EACCES') return `This user may not listen there: take a port from 1024 on in ${variables}.`;
  return `Correct ${variables.replaceAll('_PORT', '_HOST')}, which has to be an address of this machine.`;
}
