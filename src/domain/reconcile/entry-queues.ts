import type { NormalisedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';

/**
 * Who told of a transaction last. `announcement`: a report of the running day or a notification (camt.052, camt.054,
 * MT942, intraday BAI2), which a statement tells again. `statement`: a final statement. `other`: no file.
 */
export type EntryOrigin = 'announcement' | 'statement' | 'other';

/**
 * What a row asks of a transaction of its booking: to be announced, to stand in a statement, or to be booked by anything
 * but an announcement.
 */
export type EntryQuestion = 'announced' | 'stated' | 'booked';

interface Queue<Mirror> {
  readonly rows: Mirror[];
  head: number;
}

/**
 * Transactions in the order of the mirror, by booking, by what may be asked of them and by counterparty. A bank can book
 * thousands of equal fees on one day, so the next one is taken from a queue and never searched for.
 */
export class EntryQueues<Mirror extends MirrorRow> {
  readonly #queues = new Map<string, Queue<Mirror>>();
  readonly #bookingKeyOf: (row: NormalisedRow | MirrorRow) => string;

  constructor(
    mirror: readonly Mirror[],
    origins: ReadonlyMap<string, EntryOrigin>,
    bookingKeyOf: (row: NormalisedRow | MirrorRow) => string,
  ) {
    this.#bookingKeyOf = bookingKeyOf;
    for (const row of mirror)
      for (const question of questionsOf(row, origins.get(row.id))) {
        const key = this.#keyOf(row, question);
        this.#add(key, row);
        const party = partyOf(row);
        if (party !== null) this.#add(key + party, row);
      }
  }

  /** The first transaction of the row's booking that is free, of its counterparty where there is one. Null without any. */
  find(row: NormalisedRow, question: EntryQuestion, isFree: (known: Mirror) => boolean): Mirror | null {
    const key = this.#keyOf(row, question);
    const party = partyOf(row);
    return (party === null ? null : this.#next(key + party, isFree)) ?? this.#next(key, isFree);
  }

  #keyOf(row: NormalisedRow | MirrorRow, question: EntryQuestion): string {
    return `${question} ${this.#bookingKeyOf(row)}`;
  }

  #add(key: string, row: Mirror): void {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, { rows: [row], head: 0 });
    else queue.rows.push(row);
  }

  /** What is not free stays so: it is passed once and never looked at again. */
  #next(key: string, isFree: (known: Mirror) => boolean): Mirror | null {
    const queue = this.#queues.get(key);
    if (queue === undefined) return null;
    for (; queue.head < queue.rows.length; queue.head += 1) {
      const row = queue.rows[queue.head];
      if (row !== undefined && isFree(row)) return row;
    }
    return null;
  }
}

function questionsOf({ content }: MirrorRow, origin: EntryOrigin | undefined): EntryQuestion[] {
  if (origin === 'announcement') return ['announced'];
  if (content.status !== 'posted') return [];
  return origin === 'statement' ? ['stated', 'booked'] : ['booked'];
}

/** Apart from the booking by a character that no amount and no currency has. */
function partyOf({ content: { counterpartyName } }: NormalisedRow | MirrorRow): string | null {
  return counterpartyName === null ? null : `\u001f${counterpartyName.toUpperCase()}`;
}
