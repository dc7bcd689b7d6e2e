import type postgres from 'postgres';
import type { Connection } from './connection.ts';
import { ConnectionEndedError, ConnectionLostError } from './connection-lost.ts';
import type { DriverQuery } from './driver-query.ts';
import { isDriverQuery } from './driver-query.ts';
import { createSession } from './session.ts';

type Work = (tx: unknown) => unknown;

/** What the server answers to `commit` when an earlier statement had failed and the transaction was rolled back instead. */
const ROLLED_BACK = 'ROLLBACK';

/**
 * Opens a transaction on a leased connection. Answers `stale` when the connection had been cut while it lay idle, which only shows
 * when it is used: nothing has happened yet, so the caller may take another one.
 */
export async function openTransaction(
  front: postgres.Sql,
  connection: Connection,
  mode: string,
): Promise<'open' | 'stale'> {
  const { isProven } = connection;
  try {
    await runText(front, connection, `begin ${mode.replace(/[^a-z ]/gi, '')}`);
    return 'open';
  } catch (error) {
    if (isProven && connection.isLost) return 'stale';
    throw error;
  }
}

/**
 * Runs the work in the transaction just opened: commits when it returns, rolls back when it throws. Nothing of
 * the transaction ever runs on another connection, and its handle is dead once it is over. A query that failed and was
 * caught without a savepoint makes the whole transaction fail, because the server has already given it up.
 */
export async function runTransaction(front: postgres.Sql, connection: Connection, work: Work): Promise<unknown> {
  let over = false;
  let firstFailure: unknown = null;
  const send = (query: DriverQuery): void => {
    if (over) query.reject(new ConnectionEndedError('The transaction is over; this query came too late.'));
    else connection.run(query);
  };
  const tx = createTransactionHandle(front, send, (error) => {
    firstFailure ??= error;
  });
  let result: unknown;
  try {
    result = await settle(work(tx));
  } catch (error) {
    over = true;
    await rollBack(front, connection);
    throw error;
  }
  over = true;
  const answer = await commit(front, connection);
  if (answer !== ROLLED_BACK) return result;
  throw firstFailure ?? new Error('The transaction was rolled back because one of its statements had failed.');
}

/** Sends a statement without parameters and answers its result. */
export async function runText(front: postgres.Sql, connection: Connection, text: string): Promise<unknown> {
  const query: unknown = front.unsafe(text);
  if (isDriverQuery(query)) query.handler = (self) => connection.run(self);
  return await query;
}

function createTransactionHandle(
  front: postgres.Sql,
  send: (query: DriverQuery) => void,
  onFailure: (error: unknown) => void,
): unknown {
  let savepoints = 0;
  const sendWatched = (query: DriverQuery): void => {
    // Looking at the promise marks a failure as seen by us, not by the caller: their own promise still rejects.
    if (query instanceof Promise) query.catch(onFailure);
    send(query);
  };
  const runHere = async (text: string): Promise<void> => {
    const query: unknown = front.unsafe(text);
    if (isDriverQuery(query)) query.handler = send;
    await query;
  };
  const savepoint = async (first: string | Work, second?: Work): Promise<unknown> => {
    const work = typeof first === 'function' ? first : second;
    if (work === undefined) throw new TypeError('A savepoint needs the function to run inside it.');
    savepoints += 1;
    const name = `s${savepoints}`;
    await runHere(`savepoint ${name}`);
    let result: unknown;
    try {
      result = await settle(work(tx));
    } catch (error) {
      await runHere(`rollback to savepoint ${name}`);
      throw error;
    }
    await runHere(`release savepoint ${name}`);
    return result;
  };
  // What begins a transaction of its own elsewhere is a part of this one here.
  const tx = createSession(front, sendWatched, { savepoint, begin: savepoint });
  return tx;
}

/** A list of queries may be returned instead of awaited, as postgres.js allows. */
async function settle(returned: unknown): Promise<unknown> {
  return Array.isArray(returned) ? await Promise.all(returned) : await returned;
}

async function rollBack(front: postgres.Sql, connection: Connection): Promise<void> {
  if (connection.isLost) return;
  try {
    await runText(front, connection, 'rollback');
  } catch {
    // A connection that cannot roll back is of unknown state. Ending it makes the server roll back, and the reason why the
    // work failed is the one the caller has to see.
    connection.end().catch(() => undefined);
  }
}

async function commit(front: postgres.Sql, connection: Connection): Promise<unknown> {
  const lostBefore = connection.isLost;
  try {
    const result = await runText(front, connection, 'commit');
    return typeof result === 'object' && result !== null && 'command' in result ? result.command : null;
  } catch (cause) {
    if (connection.isLost && !lostBefore) throw new ConnectionLostError({ commitUnknown: true, cause });
    // Also a deferred constraint that fails at commit: the server has rolled back.
    throw cause;
  }
}
