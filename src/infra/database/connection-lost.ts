/**
 * The connection to the database ended under a query: the server restarted or failed over, or the network broke. A statement
 * that was running may or may not have taken effect; a transaction has not, unless `commitUnknown` says so.
 */
export class ConnectionLostError extends Error {
  readonly code = 'CONNECTION_CLOSED';
  /** True when the connection ended while the commit was under way: the transaction is either all there or not at all. */
  readonly commitUnknown: boolean;

  constructor(details: { readonly commitUnknown: boolean; readonly cause?: unknown }) {
    super(
      details.commitUnknown
        ? 'The database connection was lost during a commit; whether it took effect is unknown until it is looked up.'
        : 'The database connection was lost; run the work again.',
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = 'ConnectionLostError';
    this.commitUnknown = details.commitUnknown;
  }
}

/** The pool was ended, or the transaction was over, before this query came. */
export class ConnectionEndedError extends Error {
  readonly code = 'CONNECTION_ENDED';

  constructor(message: string) {
    super(message);
    this.name = 'ConnectionEndedError';
  }
}
