import type { Coverage, NormalisedRow } from '../observation.ts';
import type { ChangeSet, MatchedRow, MirrorRow } from './change-set.ts';
import type { KnownViews, SourceName } from './merge-views.ts';
import { bookingKeyOf, type CrossPairing } from './pair-across-sources.ts';

/** A booking of a file, and the transaction that a bank's read has just shown as that booking. */
export interface Twin {
  readonly kept: string;
  readonly row: NormalisedRow;
  readonly gone: MirrorRow;
  /** Whether it is known that the two are one, and not only that there are as many of one as of the other. */
  readonly isCertain: boolean;
}

/** What a read of the bank tells of bookings that files told of before. */
export interface FileBookings {
  readonly twins: readonly Twin[];
  /** Transactions with the row that the bank shows of them, of which files told nothing after all. */
  readonly released: readonly MatchedRow[];
}

interface BankRead {
  readonly source: SourceName;
  readonly mirror: readonly MirrorRow[];
  readonly known: KnownViews;
  readonly coverage: Coverage;
  readonly changes: ChangeSet;
}

/**
 * Bookings that a file told of while the bank showed them as pending, under an id of their own because nothing proved them
 * to be one. Once a complete read shows pending ones booked on that day with that amount, as many of those bookings are the
 * same. Which is which is known where there is one of each, and no other booking of the bank that the file may have meant.
 * `unshown` are bookings of files that the read does not show.
 */
export function findTwins(read: BankRead, unshown: readonly MirrorRow[], contact: CrossPairing): FileBookings {
  const { source, coverage, changes, known, mirror } = read;
  if (source !== 'bank' || !coverage.complete || !coverage.proves.includes('posted'))
    return { twins: [], released: [] };
  const released = findReleased(read, contact);
  if (unshown.length === 0) return { twins: [], released };
  const pending = new Set(mirror.filter(({ content }) => content.status === 'pending').map(({ id }) => id));
  const turned = Map.groupBy(
    [...changes.matched.filter(({ id }) => pending.has(id) && !known.has(id)), ...released].filter(isBooked),
    ({ row }) => bookingKeyOf(row),
  );
  const others = new Set(mirror.flatMap((each) => (isBankBooking(each, known) ? [bookingKeyOf(each)] : [])));
  const twins = [...Map.groupBy(unshown, bookingKeyOf)].flatMap(([key, group]) => {
    const booked = turned.get(key) ?? [];
    const isCertain = group.length === 1 && booked.length === 1 && !others.has(key);
    return booked.flatMap(({ id, row }, index) => {
      const gone = group[index];
      return gone === undefined ? [] : [{ kept: id, row, gone, isCertain }];
    });
  });
  return { twins, released };
}

/**
 * A file books what the bank shows as pending where nothing else could be meant. When the bank then shows another booking of
 * that day and amount, which no file has told of, and the pending one still pending or booked on another day, the file meant
 * the other one.
 */
function findReleased({ changes, known }: BankRead, { pairs, covered }: CrossPairing): MatchedRow[] {
  const told = new Set<NormalisedRow>([...pairs.map(({ row }) => row), ...covered]);
  const claimed = changes.matched.filter(({ id, row }) => {
    const views = known.get(id);
    return (
      views?.bank.content.status === 'pending' &&
      views.file.content.status === 'posted' &&
      (row.content.status === 'pending' || bookingKeyOf(row) !== bookingKeyOf(views.file))
    );
  });
  if (claimed.length === 0) return [];
  const untold = Map.groupBy(
    [...changes.add.filter(({ row }) => !told.has(row)), ...changes.matched.filter(({ id }) => !known.has(id))].filter(
      isBooked,
    ),
    ({ row }) => bookingKeyOf(row),
  );
  const groups = Map.groupBy(claimed, ({ id }) => {
    const view = known.get(id)?.file;
    return view === undefined ? '' : bookingKeyOf(view);
  });
  return [...groups].flatMap(([key, group]) => group.slice(0, untold.get(key)?.length ?? 0));
}

function isBooked({ row }: { readonly row: NormalisedRow }): boolean {
  return row.content.status === 'posted';
}

function isBankBooking({ id, content }: MirrorRow, known: KnownViews): boolean {
  return content.status === 'posted' && !known.has(id);
}
