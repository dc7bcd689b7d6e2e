import type { Sql } from '../database.ts';
import { systemErrorCode } from '../system-error.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

const DATABASE_URL_FIX = 'Is the server up, and are host, port, user, password and name in DATABASE_URL right?';

/** What Node says of a certificate whose issuer it does not trust. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** What to do where the database of DATABASE_URL cannot be asked, by what went wrong. */
export function fixOfDatabase(cause: unknown): string {
  const code = systemErrorCode(cause) ?? '';
  if (UNTRUSTED.has(code))
    return "Name the file with the certificate of the authority that issued the server's in NODE_EXTRA_CA_CERTS, as PEM, in the settings of every process.";
  if (code === OTHER_NAME)
    return 'Write the host in DATABASE_URL as the certificate of the server names it: for an address in numbers the certificate is asked for "localhost".';
  return DATABASE_URL_FIX;
}

/** SQLSTATE of a user or password that is not taken, and of a database that is not there. */
const NOT_LET_IN: ReadonlySet<string> = new Set(['28000', '28P01', '3D000']);

/** The database gives no answer, or lets nobody in. The message is for the operator. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
}

/** Asks the database for nothing, once. Throws DatabaseUnreachableError where that is too much. */
export async function askDatabase(sql: Sql): Promise<void> {
  try {
    await sql`select`;
  } catch (cause) {
    const code = systemErrorCode(cause) ?? '';
    const isExpected =
      isDatabaseUnavailable(cause) || NOT_LET_IN.has(code) || UNTRUSTED.has(code) || code === OTHER_NAME;
    if (!(cause instanceof Error) || !isExpected) throw cause;
    throw new DatabaseUnreachableError(`The database cannot be asked: ${cause.message}. ${fixOfDatabase(cause)}`, {
      cause,
    });
  }
}
