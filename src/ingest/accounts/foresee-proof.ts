import type { StatedBalance } from '../../domain/account.ts';
import { type BalanceProof, proveBalances } from '../../domain/balances/balance-proof.ts';
import { totalsAfter } from '../../domain/balances/day-totals.ts';
import { findProofBase, listRestatedDays } from '../../domain/balances/proof-base.ts';
import type { Observation } from '../../domain/observation.ts';
import { addDays } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';
import { type AccountRow, proofOf } from '../../store/accounts/accounts.ts';
import { listDayTotals, listStatedBalances } from '../../store/accounts/balances.ts';
import { contentChangeOf } from './content-change.ts';
import type { Reconciled } from './reconcile.ts';

/** What the proof of an account will be, and between which days it speaks. */
export interface ForeseenProof extends BalanceProof {
  readonly anchors: readonly StatedBalance[];
}

/**
 * The balance proof that a stored account will have once these changes are written. The run asks for it while the bank can
 * still be read again; the commit works it out anew from what is stored then.
 */
export async function foreseeProof(
  db: Db,
  stored: AccountRow,
  observation: Observation,
  reconciled: Reconciled,
): Promise<ForeseenProof> {
  const { currency } = stored;
  const before = await listStatedBalances(db, stored);
  const anchors = statedAfter(before, observation);
  const { changes } = reconciled;
  const rowsChange = changes.add.length + changes.modify.length + changes.remove.length > 0;
  if (!rowsChange && isSame(before, anchors)) {
    return { ...proofOf(stored), anchors };
  }
  const change = contentChangeOf(reconciled);
  const base = findProofBase({ proof: proofOf(stored), anchors, restated: listRestatedDays(before, anchors) }, change);
  const days = totalsAfter(await listDayTotals(db, stored, base), change, currency);
  return { ...proveBalances(anchors, days, currency, base), anchors };
}

/**
 * Stated balances as the commit leaves them: what a complete read covers is restated, all but the closing balances of
 * statements.
 */
function statedAfter(
  before: readonly StatedBalance[],
  { coverage, statedBalances }: Observation,
): readonly StatedBalance[] {
  const { from, to, complete, proves } = coverage;
  const isRestated = ({ date, statedAs }: StatedBalance) =>
    complete &&
    proves.includes('posted') &&
    from !== null &&
    to !== null &&
    statedAs !== 'closing' &&
    date >= addDays(from, -1) &&
    date <= to;
  const after = new Map(before.filter((balance) => !isRestated(balance)).map((balance) => [keyOf(balance), balance]));
  for (const balance of statedBalances) after.set(keyOf(balance), balance);
  return [...after.values()];
}

function isSame(before: readonly StatedBalance[], after: readonly StatedBalance[]): boolean {
  const amounts = new Map(before.map((balance) => [keyOf(balance), balance.amount]));
  return after.length === before.length && after.every((balance) => amounts.get(keyOf(balance)) === balance.amount);
}

function keyOf({ date, statedAs }: StatedBalance): string {
  return `${date} ${statedAs}`;
}
