import type { Coverage, NormalisedRow } from '../observation.ts';
import type { MirrorRow, Removal } from './change-set.ts';
import { createBatchSearch } from './find-batch-parts.ts';

/** Complete reads that must agree before a posted row counts as withdrawn. */
const READS_TO_WITHDRAW = 2;

/**
 * What absence means. Nothing unless the read was complete and covers the row. A pending row may go at once; a posted
 * row goes when a second complete read agrees, because banks drop rows from a page for reasons of their own.
 * `shown` are the rows of the read: a batch that became several of them was replaced.
 */
export function planRemovals(
  unmatched: readonly MirrorRow[],
  coverage: Coverage,
  shown: readonly NormalisedRow[],
): { readonly remove: readonly Removal[]; readonly missed: readonly string[] } {
  const remove: Removal[] = [];
  const missed: string[] = [];
  const absent = unmatched.filter((mirror) => isProvenAbsent(mirror, coverage));
  if (absent.length === 0) return { remove, missed };
  const wasSplit = createBatchSearch(shown, absent.length);
  for (const mirror of absent) {
    const { status } = mirror.content;
    if (status === 'posted' && mirror.missedReads + 1 < READS_TO_WITHDRAW) missed.push(mirror.id);
    else if (wasSplit(mirror)) remove.push({ id: mirror.id, reason: 'replaced', replacedById: null });
    else {
      const reason = status === 'pending' ? 'pendingExpired' : 'withdrawnByBank';
      remove.push({ id: mirror.id, reason, replacedById: null });
    }
  }
  return { remove, missed };
}

/** Whether a read that did not show this row is a proof that the bank does not have it any more. */
export function isProvenAbsent({ content, pendingDate }: MirrorRow, coverage: Coverage): boolean {
  const { status, postedDate } = content;
  if (!coverage.complete || !coverage.proves.includes(status)) return false;
  const date = postedDate ?? pendingDate;
  // Banks list all open pending rows whatever the window asked for; one without a date is covered by any such list.
  if (date === null) return status === 'pending';
  return (coverage.from === null || date >= coverage.from) && (coverage.to === null || date <= coverage.to);
}
