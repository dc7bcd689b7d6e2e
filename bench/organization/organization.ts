import type { Tenant } from '../../src/store/tenants/tenant.ts';

/** The organization that the lines measure on: where its changes lie in the stream. */
export interface Organization extends Tenant {
  readonly seed: string;
  /** Transactions, tombstones of expired ones included. */
  readonly rows: number;
  readonly head: bigint;
  /** The changes were written in this many commits, each of at least `commitChanges` changes on successive positions. */
  readonly commits: number;
  readonly commitChanges: number;
  /** From the first position of one commit to that of the next. */
  readonly stride: number;
  /** Mean size of a transaction's rendered text, in bytes of UTF-8. */
  readonly meanBodyBytes: number;
}

/** The head is at least here, so that `stream.depth` can ask for position 10 million. */
export const DEEP_POSITION = 10_000_000n;

/**
 * A position from which whole pages can be read; `at` in [0, 1) goes evenly over the commits up to the last ones, and
 * `offset` in [0, 1) over the changes of one.
 */
export function positionAt({ commits, commitChanges, stride, rows }: Organization, at: number, offset: number): bigint {
  return BigInt(Math.floor(at * startCommits({ commits, rows })) * stride + Math.floor(offset * commitChanges));
}

/** Commits after which at least one page of 500 follows. */
export function startCommits({ commits, rows }: Pick<Organization, 'commits' | 'rows'>): number {
  const spare = Math.ceil((600 / rows) * commits) + 1;
  return Math.max(1, commits - spare);
}
