import type { Sql } from '../database.ts';
import { systemErrorCode } from '../system-error.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

/** What to look at where the database of DATABASE_URL cannot be asked. */
export const DATABASE_URL_FIX = 'Is the server up, and are host, port, user, password and name in DATABASE_URL right?';

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
    if (!(cause instanceof Error) || !(isDatabaseUnavailable(cause) || NOT_LET_IN.has(systemErrorCode(cause) ?? '')))
      throw cause;
    throw new DatabaseUnreachableError(`The database cannot be asked: ${cause.message}. ${DATABASE_URL_FIX}`, {
      cause,
    });
  }
}
