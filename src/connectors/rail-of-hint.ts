import { findBaiCodeRail, type RailHint } from '@causeway/bank-files';
import type { Rail } from '../domain/transaction.ts';

const RAIL_OF_HINT: Readonly<Record<RailHint, Rail>> = {
  ach: 'ach',
  wire: 'wire',
  check: 'check',
  card: 'card',
  book: 'internalTransfer',
  sepaCredit: 'sepaCredit',
  sepaDebit: 'sepaDebit',
  instant: 'other',
  domesticTransfer: 'other',
  payroll: 'other',
  fee: 'other',
  interest: 'other',
  cash: 'cash',
  lockbox: 'check',
  zba: 'internalTransfer',
  other: 'other',
};

/** Payment channel that a file's own codes hint at; `unknown` where they say nothing. */
export function railOf(hint: RailHint | null): Rail {
  return hint === null ? 'unknown' : RAIL_OF_HINT[hint];
}

/** Payment channel that a BAI type code stands for, the same one from every source of a connection. */
export function railOfBaiCode(code: string | null): Rail {
  return railOf(code === null ? null : findBaiCodeRail(code));
}
