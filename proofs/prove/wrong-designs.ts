import type { Db } from '../../src/infra/database.ts';

/** Change streams that look right and lose rows when transactions overlap. All read one table, `prove_changes`. */
export const WRONG_DESIGNS = ['serial id', '(now(), id)', '(clock_timestamp(), id)', 'xmin gate, by sequence'] as const;

export type WrongDesign = (typeof WRONG_DESIGNS)[number];

/** Where a reader of such a design stands. */
export interface WrongCursor {
  readonly stamp: string;
  readonly id: bigint;
}

export const WRONG_START: WrongCursor = { stamp: '-infinity', id: 0n };

interface Change {
  readonly stamp: string;
  readonly id: bigint;
}

/** The next changes after a cursor, in the order of the design. */
export async function readWrong(db: Db, design: WrongDesign, after: WrongCursor, limit: number): Promise<Change[]> {
  switch (design) {
    case 'serial id':
      return db<Change[]>`select '' as stamp, id from prove_changes where id > ${after.id} order by id limit ${limit}`;
    case '(now(), id)':
      return db<Change[]>`select begun::text as stamp, id from prove_changes
        where (begun, id) > (${after.stamp}::text::timestamptz, ${after.id}) order by begun, id limit ${limit}`;
    case '(clock_timestamp(), id)':
      return db<Change[]>`select written::text as stamp, id from prove_changes
        where (written, id) > (${after.stamp}::text::timestamptz, ${after.id}) order by written, id limit ${limit}`;
    case 'xmin gate, by sequence':
      // Shows only what no transaction under way can precede by transaction id, and then orders by something else.
      return db<Change[]>`select '' as stamp, id from prove_changes
        where id > ${after.id} and xid < pg_snapshot_xmin(pg_current_snapshot()) order by id limit ${limit}`;
    default:
      return design satisfies never;
  }
}
