import { projectDailyBalances, proveBalances } from '../domain/balance-proof.ts';
import { type ContentChange, totalsAfter } from '../domain/day-totals.ts';
import type { Instant } from '../domain/instant.ts';
import type { Db } from '../infra/database.ts';
import { type AccountRow, updateAccountProof } from '../store/accounts.ts';
import { listDayTotals, listStatedBalances, replaceDailyBalances } from '../store/balances.ts';

/** Renews the balance proof and the daily projection of an account for a change of its rows that is still to be written. */
export async function renewBalances(db: Db, account: AccountRow, change: ContentChange, at: Instant): Promise<void> {
  const { organizationId, id, currency } = account;
  const stated = await listStatedBalances(db, organizationId, id);
  const days = totalsAfter(await listDayTotals(db, organizationId, id, currency), change, currency);
  await updateAccountProof(db, account, id, proveBalances(stated, days, currency), null);
  await replaceDailyBalances(db, account, projectDailyBalances(stated, days, currency), at);
}
