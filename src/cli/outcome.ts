import { CommanderError } from 'commander';
import { BackupError } from '../backup/manifest.ts';
import { ConfigError } from '../config/problem.ts';
import { DatabaseUnreachableError } from '../infra/database/ask-database.ts';
import { LoginRoleError } from '../infra/database/login-role.ts';
import { EmbeddedPostgresError } from '../infra/embedded-postgres/errors.ts';
import { MigrationError } from '../infra/migrations.ts';
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
  const expected = EXPECTED.some((kind) => error instanceof kind) || isAddressProblem(error);
  const text =
    expected && error instanceof Error
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = EXIT_CODES.refused;
}

/** The port is taken, or the address is none of this machine: Node's message names both. */
function isAddressProblem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}
