import type { CollectedStatement } from '../read-bank-file.ts';
import { type BalanceType, findBalance } from '../statement.ts';
import type { OutgoingBalance, OutgoingStatement } from './outgoing.ts';

const BALANCE_TYPES: readonly OutgoingBalance['type'][] = [
  'opening',
  'previousClosing',
  'closing',
  'openingAvailable',
  'closingAvailable',
  'currentLedger',
  'currentAvailable',
  'forwardAvailable',
] satisfies readonly BalanceType[];

/**
 * A statement that was read, to be written in any format; null where it does not name its account, its currency or any day. Balances keep
 * one of each type; one without a date is of the statement's day.
 */
export function toOutgoingStatement({ header, entries, trailer }: CollectedStatement): OutgoingStatement | null {
  const { account, statementId, fileReference, sequenceNumber, periodFrom, periodTo } = header;
  const days = entries.map(({ bookingDate }) => bookingDate).filter((day) => day !== null);
  const asOfDate = trailer.asOfDate ?? periodTo ?? days.sort().at(-1) ?? null;
  if (account.rawId === null || account.currency === null || asOfDate === null) return null;
  // A previous closing balance is also found as the opening one where that is missing.
  const balances = BALANCE_TYPES.flatMap((type) => {
    const found = findBalance(trailer.balances, type);
    return found?.type === type ? [{ type, amount: found.amount, date: found.date ?? asOfDate }] : [];
  });
  return {
    account: {
      id: account.rawId,
      scheme: account.scheme,
      currency: account.currency,
      kind: account.kind,
      name: account.name,
      ownerName: account.ownerName,
      servicerId: account.servicerId,
    },
    // In MT messages the statement's number is no name for it.
    statementId:
      (header.format === 'mt940' ? fileReference : (statementId ?? fileReference)) ?? `${header.statementIndex + 1}`,
    sequenceNumber,
    asOfDate,
    periodFrom,
    periodTo,
    balances,
    entries,
  };
}
