import { renderDecimal } from '@causeway/bank-simulator';
import type { Schemas } from '@causeway/client';
import { openBankTruth } from './bank-truth.ts';

/** How the rows of a simulated company look that stand in its books, and those that it has posted and taken back. */
export interface TrueLooks {
  readonly standing: readonly string[];
  /** Such a row stays in the mirror until the second complete reading that lacks it: docs/reconciliation.md. */
  readonly withdrawn: ReadonlySet<string>;
}

/** Of all accounts, or of one. `folder` holds the bank's own. */
export async function listTrueLooks(folder: string, username: string, accountId?: string): Promise<TrueLooks> {
  const bank = await openBankTruth(folder, username);
  const rows = bank.truth().transactions.filter((each) => accountId === undefined || each.accountId === accountId);
  const look = (
    status: 'pending' | 'posted',
    { postedMinor, heldMinor, currency, bookingDate }: (typeof rows)[number],
  ) => {
    const minor = (status === 'posted' ? postedMinor : heldMinor) ?? 0n;
    return `${status} ${status === 'posted' ? bookingDate : null} ${renderDecimal(minor, currency)} ${currency}`;
  };
  return {
    standing: rows.flatMap((row) =>
      row.status === 'posted' || row.status === 'pending' ? [look(row.status, row)] : [],
    ),
    withdrawn: new Set(rows.flatMap((row) => (row.status === 'withdrawn' ? [look('posted', row)] : []))),
  };
}

export function lookOf({ status, postedDate, amount, currency }: Schemas['Transaction']): string {
  return `${status} ${postedDate} ${amount} ${currency}`;
}
