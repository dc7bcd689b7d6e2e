import type { InstitutionStyle } from '@causeway/bank-simulator';
import type { TransactionStatus } from '../../src/domain/transaction.ts';
import type { CalendarDate } from '../../src/domain/values/calendar-date.ts';
import { lookOf } from './look.ts';
import type { Reading } from './reading.ts';

/** Complete reads that must show a transaction's absence before a design has to have removed it. */
const READS_UNTIL_OVERDUE: Record<TransactionStatus, number> = { pending: 1, posted: 2 };

/** How one true transaction was last shown. */
interface LastShown {
  readonly look: string;
  /** Its class: transactions of one class were last shown alike, and none has been missing from a read that others were in. */
  className: string;
  readonly status: TransactionStatus;
  readonly date: CalendarDate | null;
  /** Every id under which it was shown, where ids last. */
  readonly ids: readonly string[];
  /** Complete reads in a row that cover it and do not show it. */
  absences: number;
}

/** What a reading lets anybody know, whatever the design. */
export interface EvidenceOfReading {
  /** The true transaction behind each row that counts; null for a row that could be any of several and decides nothing. */
  readonly truths: readonly (string | null)[];
  /** Places of rows that nothing shown tells apart: any exchange of their ids is as right as the truth. */
  readonly equalRows: readonly (readonly number[])[];
  /**
   * Transactions that were last shown alike and that no id ties to what they were: any exchange of what became of them
   * is as right as the truth.
   */
  readonly twins: readonly (readonly string[])[];
  /** Places of rows that look exactly as their transaction did when it was last shown. */
  readonly unchanged: ReadonlySet<number>;
  /** Transactions that by now every design must have removed. */
  readonly overdue: readonly string[];
  isLive(truth: string): boolean;
}

/** One row of a reading, with what the rules ask of it. */
interface Showing {
  readonly place: number;
  readonly truth: string;
  readonly look: string;
  /** Null where the bank shows none that lasts. */
  readonly id: string | null;
  readonly last: LastShown | undefined;
  /** Whether its id was shown for it before. */
  readonly isTied: boolean;
}

/**
 * Follows one account as the bank shows it and says what could be known. It is the only place that decides where the
 * score has to be lenient; docs/operations/score.md tells the rules.
 */
export class Evidence {
  readonly #style: Pick<InstitutionStyle, 'rowIds' | 'texts'>;
  readonly #shown = new Map<string, LastShown>();
  readonly #classes = new Map<string, Set<string>>();
  /** Live transactions that a window can still show. */
  readonly #present = new Set<string>();
  readonly #vanished = new Set<string>();
  #readings = 0;

  constructor(style: Pick<InstitutionStyle, 'rowIds' | 'texts'>) {
    this.#style = style;
  }

  observe(reading: Reading): EvidenceOfReading {
    this.#readings += 1;
    const showings = this.#listShowings(reading);
    const undecided = this.#listUndecided(reading, showings);
    const decided = showings.filter(({ place }) => !undecided.has(place));
    const twins = this.#listTwins(decided);
    const overdue = this.#noteAbsences(reading, showings);
    for (const showing of decided) this.#note(reading, showing);
    return {
      truths: showings.map(({ place, truth }) => (undecided.has(place) ? null : truth)),
      equalRows: groupPlaces(decided.filter(({ id }) => id === null)),
      twins,
      unchanged: new Set(showings.flatMap(({ place, look, last }) => (last?.look === look ? [place] : []))),
      overdue,
      isLive: (truth) => reading.isLive(truth),
    };
  }

  #listShowings(reading: Reading): Showing[] {
    const idsLast = this.#style.rowIds === 'stable' || this.#style.rowIds === 'newOnPosting';
    return reading.rows.map((row, place) => {
      const truth = reading.truths[place] ?? '';
      const last = this.#shown.get(truth);
      const id = idsLast ? row.sourceId : null;
      const isTied = id !== null && (last?.ids.includes(id) ?? false);
      return { place, truth, look: lookOf(row, this.#style.texts), id, last, isTied };
    });
  }

  /**
   * In a reading that broke off, a row that looks as several transactions did, of which not all are there, may be any
   * of them. It tells that one of them is still there, and not which.
   */
  #listUndecided({ coverage }: Reading, showings: readonly Showing[]): ReadonlySet<number> {
    const undecided = new Set<number>();
    if (coverage.complete) return undecided;
    const unchanged = showings.filter(({ isTied, look, last }) => !isTied && last?.look === look);
    const groups = Map.groupBy(unchanged, ({ last }) => last?.className ?? '');
    for (const [className, members] of groups) {
      if (members.length === (this.#classes.get(className)?.size ?? 0)) continue;
      for (const { place } of members) undecided.add(place);
    }
    return undecided;
  }

  #listTwins(showings: readonly Showing[]): string[][] {
    const tied = new Set(showings.flatMap(({ truth, isTied }) => (isTied ? [truth] : [])));
    const groups = new Map<string, string[]>();
    for (const { truth, look, last, isTied } of showings) {
      if (isTied) continue;
      // One that appears looking exactly like what was there before cannot be told from it.
      const className = last?.className ?? look;
      const group =
        groups.get(className) ?? [...(this.#classes.get(className) ?? [])].filter((each) => !tied.has(each));
      groups.set(className, group);
      if (last === undefined) group.push(truth);
    }
    return [...groups.values()].filter((twins) => twins.length > 1);
  }

  /** Counts complete reads that show an absence, and names what just became overdue for removal. */
  #noteAbsences(reading: Reading, showings: readonly Showing[]): string[] {
    for (const truth of this.#present) {
      if (isBehind(reading, this.#shown.get(truth))) this.#present.delete(truth);
      else if (!reading.isLive(truth)) {
        this.#present.delete(truth);
        this.#vanished.add(truth);
      }
    }
    const overdue: string[] = [];
    if (!reading.coverage.complete) return overdue;
    const shown = new Set(showings.map(({ truth }) => truth));
    for (const truth of [...this.#present, ...this.#vanished]) {
      const last = this.#shown.get(truth);
      if (last === undefined || shown.has(truth) || !covers(reading, last)) continue;
      last.absences += 1;
      if (last.absences === 1) this.#move(truth, last, `${last.look} until ${this.#readings}`);
      if (!this.#vanished.has(truth) || last.absences < READS_UNTIL_OVERDUE[last.status]) continue;
      overdue.push(truth);
      this.#vanished.delete(truth);
    }
    return overdue;
  }

  #note(reading: Reading, { place, truth, look, id, last }: Showing): void {
    const row = reading.rows[place];
    if (row === undefined) return;
    const ids = last?.ids ?? [];
    const next: LastShown = {
      look,
      className: last?.className ?? '',
      status: row.content.status,
      date: row.content.postedDate ?? row.pendingDate,
      ids: id === null || ids.includes(id) ? ids : [...ids, id],
      absences: 0,
    };
    this.#shown.set(truth, next);
    this.#move(truth, next, look);
    this.#present.add(truth);
  }

  #move(truth: string, shown: LastShown, className: string): void {
    const before = this.#classes.get(shown.className);
    if (before?.delete(truth) === true && before.size === 0) this.#classes.delete(shown.className);
    shown.className = className;
    const members = this.#classes.get(className);
    if (members === undefined) this.#classes.set(className, new Set([truth]));
    else members.add(truth);
  }
}

/** Places of rows that look alike, in groups of two and more. */
function groupPlaces(showings: readonly Showing[]): number[][] {
  const groups = Map.groupBy(showings, ({ look }) => look);
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => group.map(({ place }) => place));
}

/** Whether the windows have passed a posted row by; what becomes of it then, nobody can see. */
function isBehind({ coverage }: Reading, shown: LastShown | undefined): boolean {
  return shown?.status === 'posted' && shown.date !== null && coverage.from !== null && shown.date < coverage.from;
}

function covers({ coverage }: Reading, { status, date }: LastShown): boolean {
  if (!coverage.proves.includes(status)) return false;
  if (date === null) return status === 'pending';
  return (coverage.from === null || date >= coverage.from) && (coverage.to === null || date <= coverage.to);
}
