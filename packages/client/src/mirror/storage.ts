import type { Transaction } from '../wire.ts';
import type { AccountSum } from './checksum.ts';

/** Which part of the stream is mirrored. Fixed for the life of a mirror, as cursors are tied to it. */
export interface MirrorFilter {
  readonly accountId: string | null;
  readonly connectionId: string | null;
}

/** Everything a mirror has to remember. It is stored in the same transaction as the rows it speaks of. */
export interface MirrorState {
  /** Form of this record, so that a later version can tell. */
  readonly version: 1;
  /** Grows by one with every write; two writers of one mirror find out by it. */
  readonly revision: number;
  /** What the key could see; null when the key does not tell. */
  readonly environment: 'live' | 'test' | null;
  readonly filter: MirrorFilter;
  /** While bootstrapping, history is being read from the list; the rows are not complete. */
  readonly phase: 'bootstrapping' | 'following';
  /** Place in the stream up to which the rows are exact; while bootstrapping, from which they will be made so. */
  readonly cursor: string;
  /** Where the list goes on; null at its start, and when following. */
  readonly listCursor: string | null;
  /** Number of the bootstrap; rows carry it, so that those which a later bootstrap does not meet can be found. */
  readonly generation: number;
  readonly savedAtMs: number;
}

/** One atomic step: all of it is stored, or nothing. */
export interface MirrorWrite {
  /** Revision of the state that the step was planned on; null when there was none. */
  readonly expectedRevision: number | null;
  /** Rows to insert or replace by their id; no id twice, none of them in `removals`. */
  readonly upserts: readonly Transaction[];
  /** Ids of rows to delete, held or not. */
  readonly removals: readonly string[];
  readonly state: MirrorState;
  /** Also delete every row of an earlier generation than the state's: the bootstrap did not meet it. */
  readonly sweep: boolean;
}

/**
 * Where a mirror is kept. An adapter stores rows with the hash of `hashTransaction` and the state's generation, and keeps
 * the sum of hashes per account in the same transaction; `planWrite` works both out.
 */
export interface MirrorStorage {
  /** The state of the last write; null before the first. */
  load(): Promise<MirrorState | null>;
  /** Stores one step. Throws MirrorConflictError when the stored revision is not the expected one. */
  write(step: MirrorWrite): Promise<void>;
  /** The sums kept write by write; accounts without rows may be left out. */
  listAccountSums(): Promise<ReadonlyMap<string, AccountSum>>;
  /** Rows of an account in ascending order of id, after an id. */
  listRows(
    accountId: string,
    page: { readonly afterId: string | null; readonly limit: number },
  ): Promise<Transaction[]>;
  /** Gives back what the adapter itself has opened. */
  close(): Promise<void>;
}

/** Two writers work on one mirror. One of them has to stop; the rows are unharmed. */
export class MirrorConflictError extends Error {
  override readonly name = 'MirrorConflictError';

  constructor() {
    super('Another process has written this mirror in the meantime. Let one process keep a mirror.');
  }
}
