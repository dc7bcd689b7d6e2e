import type { Coverage } from '../observation.ts';
import type { TransactionStatus } from '../transaction.ts';
import type { MirrorRow, Removal } from './change-set.ts';

/** Complete reads that must agree before a posted row counts as withdrawn. */
const READS_TO_WITHDRAW = 2;

/**
 * What absence means. Nothing unless the read was complete and covers the row. A pending row may go at once; a posted
 * row goes when a second complete read agrees, because banks drop rows from a page for reasons of their own.
 */
export function planRemovals(
  unmatched: readonly MirrorRow[],
  coverage: Coverage,
): { readonly remove: readonly Removal[]; readonly missed: readonly string[] } {
  const remove: Removal[] = [];
  const missed: string[] = [];
  if (!coverage.complete) return { remove, missed };
  for (const mirror of unmatched) {
    const { status, postedDate } = mirror.content;
    if (!coverage.proves.includes(status) || !isCovered(status, postedDate ?? mirror.pendingDate, coverage)) continue;
    if (status === 'pending') remove.push({ id: mirror.id, reason: 'pendingExpired', replacedById: null });
    else if (mirror.missedReads + 1 >= READS_TO_WITHDRAW)
      remove.push({ id: mirror.id, reason: 'withdrawnByBank', replacedById: null });
    else missed.push(mirror.id);
  }
  return { remove, missed };
}

function isCovered(status: TransactionStatus, date: string | null, coverage: Coverage): boolean {
  // Banks list all open pending rows whatever the window asked for; one without a date is covered by any such list.
  if (date === null) return status === 'pending';
  return (coverage.from === null || date >= coverage.from) && (coverage.to === null || date <= coverage.to);
}
