import type { CalendarDate } from '../../src/domain/calendar-date.ts';
import type { TransactionStatus } from '../../src/domain/transaction.ts';
import type { Reading } from './reading.ts';

/** Complete reads that must show a transaction's absence before a design has to have removed it. */
const READS_UNTIL_OVERDUE: Record<TransactionStatus, number> = { pending: 1, posted: 2 };

/** How one true transaction was last shown. */
interface LastShown {
  /** Everything shown but the id. */
  readonly look: string;
  readonly reading: number;
  readonly status: TransactionStatus;
  readonly date: CalendarDate | null;
  /** Every id under which it was shown, where ids persist. */
  readonly ids: readonly string[];
  absences: number;
}

/** What a reading lets anybody know, whatever the design. */
export interface EvidenceOfReading {
  readonly truths: readonly string[];
  /** Places of rows that nothing shown tells apart: any exchange of their ids is as right as the truth. */
  readonly equalRows: readonly (readonly number[])[];
  /**
   * Transactions that were last shown alike, in one reading, and that no id ties to what they were: any exchange of
   * what became of them is as right as the truth.
   */
  readonly twins: readonly (readonly string[])[];
  /** Places of rows that look exactly as their transaction did when it was last shown. */
  readonly unchanged: ReadonlySet<number>;
  /** Transactions that by now every design must have removed. */
  readonly overdue: readonly string[];
  isLive(truth: string): boolean;
}

/**
 * Follows one account as the bank shows it and says what could be known. It is the only place that decides where the
 * score has to be lenient; docs/operations/score.md tells the rule.
 */
export class Evidence {
  readonly #idsPersist: boolean;
  /** Counts the readings observed, from 0; a reading that was refused is none. */
  #number = -1;
  readonly #shown = new Map<string, LastShown>();
  /** Transactions by their last look and reading. */
  readonly #alike = new Map<string, Set<string>>();
  readonly #vanished = new Set<string>();
  readonly #present = new Set<string>();

  /** `idsPersist`: an id that is shown again names the same transaction. */
  constructor(idsPersist: boolean) {
    this.#idsPersist = idsPersist;
  }

  observe(reading: Reading): EvidenceOfReading {
    this.#number += 1;
    const looks = reading.rows.map(lookOf);
    const idOf = (place: number) => (this.#idsPersist ? (reading.rows[place]?.sourceId ?? null) : null);
    const isTied = reading.truths.map((truth, place) => {
      const id = idOf(place);
      return id !== null && (this.#shown.get(truth)?.ids.includes(id) ?? false);
    });
    const unchanged = new Set<number>();
    for (const [place, truth] of reading.truths.entries())
      if (this.#shown.get(truth)?.look === looks[place]) unchanged.add(place);
    const twins = this.#listTwins(reading, looks, isTied);
    const overdue = this.#listOverdue(reading);
    for (const [place, truth] of reading.truths.entries())
      this.#note(reading, place, truth, looks[place] ?? '', idOf(place));
    return {
      truths: reading.truths,
      equalRows: listEqual(looks.map((look, place) => (idOf(place) === null ? look : null))),
      twins,
      unchanged,
      overdue,
      isLive: (truth) => reading.isLive(truth),
    };
  }

  #listTwins(reading: Reading, looks: readonly string[], isTied: readonly boolean[]): string[][] {
    const tied = new Set(reading.truths.filter((_, place) => isTied[place]));
    const newcomers = new Map<string, string[]>();
    const keys = new Set<string>();
    for (const [place, truth] of reading.truths.entries()) {
      if (isTied[place]) continue;
      const last = this.#shown.get(truth);
      // One that appears looking exactly like what was there before cannot be told from it.
      const key = last === undefined ? keyOf(looks[place] ?? '', this.#number - 1) : keyOf(last.look, last.reading);
      keys.add(key);
      if (last === undefined) newcomers.set(key, [...(newcomers.get(key) ?? []), truth]);
    }
    return [...keys]
      .map((key) => [
        ...[...(this.#alike.get(key) ?? [])].filter((truth) => !tied.has(truth)),
        ...(newcomers.get(key) ?? []),
      ])
      .filter((twins) => twins.length > 1);
  }

  /** Counts complete reads that show the absence of what is gone, and names those of which there were enough just now. */
  #listOverdue(reading: Reading): string[] {
    for (const truth of this.#present) {
      if (reading.isLive(truth)) continue;
      this.#present.delete(truth);
      this.#vanished.add(truth);
    }
    const overdue: string[] = [];
    for (const truth of this.#vanished) {
      const last = this.#shown.get(truth);
      if (last === undefined || !covers(reading, last)) continue;
      last.absences += 1;
      if (last.absences < READS_UNTIL_OVERDUE[last.status]) continue;
      overdue.push(truth);
      this.#vanished.delete(truth);
    }
    return overdue;
  }

  #note(reading: Reading, place: number, truth: string, look: string, id: string | null): void {
    const row = reading.rows[place];
    if (row === undefined) return;
    const before = this.#shown.get(truth);
    if (before !== undefined) {
      const key = keyOf(before.look, before.reading);
      const alike = this.#alike.get(key);
      alike?.delete(truth);
      if (alike?.size === 0) this.#alike.delete(key);
    }
    const ids = before?.ids ?? [];
    this.#shown.set(truth, {
      look,
      reading: this.#number,
      status: row.content.status,
      date: row.content.postedDate ?? row.pendingDate,
      ids: id === null || ids.includes(id) ? ids : [...ids, id],
      absences: 0,
    });
    const key = keyOf(look, this.#number);
    const alike = this.#alike.get(key);
    if (alike === undefined) this.#alike.set(key, new Set([truth]));
    else alike.add(truth);
    this.#present.add(truth);
  }
}

function keyOf(look: string, reading: number): string {
  return `${reading} ${look}`;
}

function lookOf({ content, pendingDate, valueDate }: Reading['rows'][number]): string {
  return JSON.stringify([content, pendingDate, valueDate]);
}

/** Groups of places with equal values, those of two and more; null is equal to nothing. */
function listEqual(values: readonly (string | null)[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [place]);
    else group.push(place);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function covers({ coverage }: Reading, { status, date }: LastShown): boolean {
  if (!coverage.complete || !coverage.proves.includes(status)) return false;
  if (date === null) return status === 'pending';
  return (coverage.from === null || date >= coverage.from) && (coverage.to === null || date <= coverage.to);
}
