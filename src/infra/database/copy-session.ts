import type { Readable, Writable } from 'node:stream';
import { openDriver } from './driver.ts';

/** One connection that moves whole tables in PostgreSQL's text form of COPY, which every version reads. */
export interface CopySession {
  /** Rows of a query, whose values arrive as text. */
  rows(query: string, parameters?: readonly string[]): Promise<readonly Readonly<Record<string, string | null>>[]>;
  run(statement: string): Promise<void>;
  /** The bytes that `copy … to stdout` sends; a lost connection or a failing statement destroys the stream. */
  copyOut(statement: string): Promise<Readable>;
  /** What takes the bytes for `copy … from stdin`; ended when the server has taken them. */
  copyIn(statement: string): Promise<Writable>;
}

const TEXT = { to: 25, from: [16, 20, 21, 23, 25, 1184, 2950], serialize: String, parse: (text: string) => text };

/**
 * Does work in one transaction on a connection of its own, as the role of the URL. The pool offers no COPY: its connections
 * are shared, and one that is lost in the middle of a COPY must end it.
 */
export async function inCopySession<T>(
  options: { readonly url: string; readonly mode: string; readonly applicationName: string },
  work: (session: CopySession) => Promise<T>,
): Promise<T> {
  const sql = openDriver(options.url, {
    max: 1,
    max_lifetime: null,
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    types: { text: TEXT },
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'iso_8601',
      // A copy may take hours, and waits for the disk in between.
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
    },
  });
  try {
    const result = await sql.begin(
      options.mode,
      async (tx) =>
        // postgres.js wraps what a transaction gives, so it is handed out in a list.
        [
          await work({
            rows: async (query, parameters = []) => [
              ...(await tx.unsafe<Record<string, string | null>[]>(query, [...parameters])),
            ],
            run: async (statement) => {
              await tx.unsafe(statement);
            },
            copyOut: async (statement) => {
              const stream = await tx.unsafe(statement).readable();
              // The driver pauses its socket while too much waits to be read, and goes on when it is asked for more. Nobody asks
              // after the last bytes, and the connection would stay paused for ever.
              stream.once('end', () => stream._read(0));
              return stream;
            },
            copyIn: (statement) => tx.unsafe(statement).writable(),
          }),
        ] as const,
    );
    return result[0];
  } finally {
    await sql.end({ timeout: 5 });
  }
}
