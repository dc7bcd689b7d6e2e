import { hashHex } from '../random.ts';
import type { Eyes, SelectedRow } from './view.ts';

/** The lasting id under which the bank shows a transaction in a status, or null when it shows none that lasts. */
export function deriveLastingId(transactionId: string, status: 'pending' | 'posted', { seed, style }: Eyes) {
  switch (style.rowIds) {
    case 'stable':
      return hashHex(seed, 'row', transactionId);
    case 'newOnPosting':
      return hashHex(seed, 'row', status, transactionId);
    case 'reissued':
    case 'dailyNumber':
    case 'none':
      return null;
  }
}

/** The id that a row shows, lasting or not, or null. */
export function deriveRowId({ record, posting, numberOfDay }: SelectedRow, eyes: Eyes, atMs: number): string | null {
  const transactionId = record.plan.id;
  switch (eyes.style.rowIds) {
    case 'reissued':
      return hashHex(eyes.seed, 'row', `${atMs}`, transactionId);
    case 'dailyNumber':
      return posting === null ? null : `${posting.bookingDate.replaceAll('-', '')}-${numberOfDay}`;
    default:
      return deriveLastingId(transactionId, posting === null ? 'pending' : 'posted', eyes);
  }
}
