import { compareAlarms, describeAlarm, stepAlarm } from '../../domain/balances/balance-alarm.ts';
import { projectDailyBalances, proveBalances } from '../../domain/balances/balance-proof.ts';
import { type ContentChange, totalsAfter } from '../../domain/balances/day-totals.ts';
import { findProofBase } from '../../domain/balances/proof-base.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  type AccountRow,
  alarmOf,
  proofOf,
  updateAccountAlarm,
  updateAccountProof,
} from '../../store/accounts/accounts.ts';
import { listDayTotals, listStatedBalances, replaceDailyBalances } from '../../store/accounts/balances.ts';
import { insertEvents } from '../../store/events/events.ts';

/** What a command does to the rows of an account, and whether to its stated balances as well. */
export interface BalanceChange extends ContentChange {
  readonly isRestated: boolean;
}

/**
 * Renews the balance proof, its alarm and the daily projection of an account for a change of its rows that is still to be
 * written. An account that adds up now loses its alarm at once, with the event. One that no longer does is read wider by its
 * next sync before there is an alarm: nothing was read here.
 */
export async function renewBalances(
  db: Db,
  account: AccountRow,
  change: BalanceChange,
  { at, newId }: { readonly at: Instant; newId(): string },
): Promise<void> {
  const { id, currency } = account;
  const stated = await listStatedBalances(db, account);
  const ground = { proof: proofOf(account), anchors: stated, restated: [] };
  const base = change.isRestated ? null : findProofBase(ground, change);
  const days = totalsAfter(await listDayTotals(db, account, base), change, currency);
  const proof = proveBalances(stated, days, currency, base);
  await updateAccountProof(db, account, id, { ...proof, readThrough: null });
  const before = alarmOf(account);
  const after = stepAlarm(before, proof, { at, isExhaustive: false, spread: 0 });
  await updateAccountAlarm(db, account, id, { ...after, readFrom: null });
  const alarm = compareAlarms(before, after);
  if (alarm !== 'unchanged') {
    const data = describeAlarm(account, alarm, proof);
    await insertEvents(db, account, [{ id: newId(), type: 'account.balance_alarm', createdAt: at, data }]);
  }
  await replaceDailyBalances(db, { ...account, after: base }, projectDailyBalances(stated, days, currency, base), at);
}
