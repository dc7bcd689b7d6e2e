import type { Sql } from '../database.ts';
import { fixOfDatabase, isCertificateRefusal, isDatabaseRefusal, type Visitor } from './database-fix.ts';
import { isDatabaseUnavailable } from './unavailable.ts';
import { DatabaseUnreachableError } from './unreachable.ts';

/** The session may write nothing: the server is a standby, or default_transaction_read_only is on. Has the SQLSTATE of a write that is refused. */
class OnlyReadsError extends Error {
  override readonly name = 'OnlyReadsError';
  readonly code = '25006';
}

/** Asks the database once whether it answers and takes writes. Throws what a write would: an error that says that the database is not available. */
export async function askForWriting(sql: Sql): Promise<void> {
  const [row] = await sql<{ onlyReads: boolean }[]>`
    select current_setting('transaction_read_only') = 'on' as only_reads`;
  if (row?.onlyReads !== true) return;
  // The session may keep to it when the server no longer does. What is reserved is the session used last, and it ends with that.
  const session = await sql.reserve();
  session.release();
  throw new OnlyReadsError('it only reads, as a standby or by default_transaction_read_only');
}

/** Asks the database as `askForWriting` does, before anything else. Throws DatabaseUnreachableError where that is too much. */
export async function askDatabase(sql: Sql): Promise<void> {
  try {
    await askForWriting(sql);
  } catch (cause) {
    const isExpected = isDatabaseUnavailable(cause) || isDatabaseRefusal(cause) || isCertificateRefusal(cause);
    if (!(cause instanceof Error) || !isExpected) throw cause;
    throw new DatabaseUnreachableError(tellOfDatabase(cause, visitorOf(sql)), { cause });
  }
}

/** The problem and the fix, in one line. */
export function tellOfDatabase(cause: Error, visitor: Visitor | null): string {
  return `The database cannot be asked: ${cause.message}. ${fixOfDatabase(cause, visitor)}`;
}

/** Who asks in the sessions of a pool. */
export function visitorOf(sql: Sql): Visitor {
  const { user, database } = sql.options;
  return { role: user, database };
}
