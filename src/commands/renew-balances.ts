import { type DayTotal, projectDailyBalances, proveBalances } from '../domain/balance-proof.ts';
import { addDecimals, decimal, formatDecimal, negateDecimal, ZERO } from '../domain/decimal.ts';
import type { Instant } from '../domain/instant.ts';
import type { TransactionContent } from '../domain/transaction.ts';
import type { Db } from '../infra/database.ts';
import { type AccountRow, updateAccountProof } from '../store/accounts.ts';
import { listDayTotals, listStatedBalances, replaceDailyBalances } from '../store/balances.ts';

/**
 * Renews the balance proof and the daily projection of an account for a change of its rows that is still to be written:
 * `gone` are contents that will not be there any more, `come` those that will be.
 */
export async function renewBalances(
  db: Db,
  account: AccountRow,
  change: { readonly gone: readonly TransactionContent[]; readonly come: readonly TransactionContent[] },
  at: Instant,
): Promise<void> {
  const { organizationId, id, currency } = account;
  const stated = await listStatedBalances(db, organizationId, id);
  const days = totalsAfter(await listDayTotals(db, organizationId, id, currency), change, currency);
  await updateAccountProof(db, account, id, proveBalances(stated, days, currency), null);
  await replaceDailyBalances(db, account, projectDailyBalances(stated, days, currency), at);
}

function totalsAfter(
  before: readonly DayTotal[],
  { gone, come }: Parameters<typeof renewBalances>[2],
  currency: string,
): DayTotal[] {
  const totals = new Map(before.map(({ date, total }) => [date, decimal(total)] as const));
  const count = (content: TransactionContent, direction: 1 | -1) => {
    const { status, postedDate } = content;
    if (status !== 'posted' || postedDate === null || content.currency !== currency) return;
    const amount = decimal(content.amount);
    const change = direction === 1 ? amount : negateDecimal(amount);
    totals.set(postedDate, addDecimals(totals.get(postedDate) ?? ZERO, change));
  };
  for (const content of gone) count(content, -1);
  for (const content of come) count(content, 1);
  return [...totals].map(([date, total]) => ({ date, total: formatDecimal(total) }));
}
