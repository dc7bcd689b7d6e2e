import { findSettlement, type InstitutionStyle } from '@causeway/bank-simulator';
import type { NormalisedRow } from '../../src/domain/observation.ts';
import { daysBetween } from '../../src/domain/values/calendar-date.ts';
import { listCertainLinks, type PossibleLink } from './certain-links.ts';
import type { Decision, Design } from './design.ts';
import { lookOf, textOf } from './look.ts';
import type { Reading } from './reading.ts';
import type { StyleSettings } from './settings-of-style.ts';

interface Known {
  readonly id: string;
  readonly row: NormalisedRow;
  /** Whether complete reads have shown that it is gone. */
  readonly isAbsent: boolean;
}

/**
 * The most that a design could know that never guesses. It knows the truth and every habit of the bank, and gives a pending row
 * and the posted one that it became one id exactly where those habits leave no other assignment. Its recall is the bound.
 */
export class PermittedDesign implements Design {
  readonly #style: InstitutionStyle;
  readonly #settings: StyleSettings;
  readonly #known = new Map<string, Known>();

  constructor(style: InstitutionStyle, settings: StyleSettings) {
    this.#style = style;
    this.#settings = settings;
  }

  decide(reading: Reading): Decision | null {
    if (reading.signsInverted) return null;
    const { rows, truths, coverage } = reading;
    const certain = coverage.complete ? this.#listCertain(reading) : new Set<string>();
    const ids = rows.map((row, place): string | null => {
      const truth = truths[place] ?? '';
      const known = this.#known.get(truth);
      const hasPosted = row.content.status === 'posted' && known?.row.content.status !== 'posted';
      // What was not read could be what a row that is new as posted was before; the next complete read tells.
      if (hasPosted && !coverage.complete && !this.#isTied(row, known)) return null;
      const isSplit = known !== undefined && hasPosted && !certain.has(truth) && !this.#isTied(row, known);
      const id = known === undefined ? truth : isSplit ? `${known.id}, posted` : known.id;
      this.#known.set(truth, { id, row, isAbsent: false });
      return id;
    });
    if (coverage.complete) this.#noteAbsences(truths);
    return { ids, modified: [], removed: [] };
  }

  /** Transactions whose posted row, new in this reading, can only be the pending row that it was. */
  #listCertain({ rows, truths }: Reading): ReadonlySet<string> {
    const shown = new Map(truths.map((truth, place) => [truth, rows[place]]));
    const gone = [...this.#known].filter(([truth, { row, isAbsent }]) => {
      return row.content.status === 'pending' && !isAbsent && shown.get(truth)?.content.status !== 'pending';
    });
    const posted = rows.flatMap((row, place) => {
      const truth = truths[place] ?? '';
      const known = this.#known.get(truth);
      const isNew = row.content.status === 'posted' && known?.row.content.status !== 'posted';
      return isNew && !this.#isTied(row, known) ? [{ truth, row }] : [];
    });
    const from = Map.groupBy(gone, ([, { row }]) => lookOf(row, this.#style.texts));
    const to = Map.groupBy(posted, ({ row }) => lookOf(row, this.#style.texts));
    const links = [...from].flatMap(([fromKey, pendings]) =>
      [...to].flatMap(([toKey, postings]): (PossibleLink & { truths: string[] })[] => {
        const [pending, posting] = [pendings[0]?.[1].row, postings[0]?.row];
        if (pending === undefined || posting === undefined || !this.#couldBe(pending, posting)) return [];
        const own = new Set(pendings.map(([truth]) => truth));
        const common = postings.flatMap(({ truth }) => (own.has(truth) ? [truth] : []));
        return [{ from: fromKey, to: toKey, trueCount: common.length, truths: common }];
      }),
    );
    const classes = (groups: ReadonlyMap<string, readonly unknown[]>) =>
      [...groups].map(([key, { length }]) => ({ key, count: length }));
    const certain = new Set<PossibleLink>(listCertainLinks(classes(from), classes(to), links));
    return new Set(links.flatMap((link) => (certain.has(link) ? link.truths : [])));
  }

  /** Whether the bank's habits allow a pending row to become a posted one. */
  #couldBe(pending: NormalisedRow, posted: NormalisedRow): boolean {
    if (pending.content.currency !== posted.content.currency || pending.pendingDate === null) return false;
    if (posted.pendingDate !== null && posted.pendingDate !== pending.pendingDate) return false;
    const bookedOn = posted.content.postedDate;
    if (bookedOn === null || bookedOn < pending.pendingDate) return false;
    if (daysBetween(pending.pendingDate, bookedOn) > this.#settings.pendingWindowDays) return false;
    return (
      this.#textsAgree(textOf(pending, this.#style.texts), textOf(posted, this.#style.texts)) &&
      amountsAgree(pending, posted)
    );
  }

  #textsAgree(pending: string, posted: string): boolean {
    if (pending === posted) return true;
    switch (this.#style.texts.pending) {
      case 'prefixed':
        return pending === `PENDING - ${posted}`;
      case 'cut':
        return posted.startsWith(pending);
      case 'merchantOnly':
        return posted.includes(pending);
    }
  }

  #isTied(row: NormalisedRow, known: Known | undefined): boolean {
    return this.#style.rowIds === 'stable' && known?.row.sourceId === row.sourceId;
  }

  #noteAbsences(truths: readonly string[]): void {
    const shown = new Set(truths);
    for (const [truth, known] of this.#known)
      if (known.row.content.status === 'pending' && !known.isAbsent && !shown.has(truth))
        this.#known.set(truth, { ...known, isAbsent: true });
  }
}

/** Whether the shop's way of settling allows the amount held to become the amount posted. */
function amountsAgree({ content: held }: NormalisedRow, { content: posted }: NormalisedRow): boolean {
  if (held.amount === posted.amount) return true;
  const [heldUnits, postedUnits] = [unitsOf(held.amount), unitsOf(posted.amount)];
  if (heldUnits < 0n !== postedUnits < 0n) return false;
  const share = Number((postedUnits * 10_000n) / (heldUnits === 0n ? 1n : heldUnits)) / 10_000;
  switch (findSettlement(posted.rawDescription ?? '')?.kind) {
    case 'withTip':
      return share >= 1.09 && share <= 1.26;
    case 'fuelHold':
      return heldUnits === -10_000n && share < 1;
    case 'converted':
      return share >= 0.97 && share <= 1.03;
    default:
      return false;
  }
}

/** Amount text has the same number of decimals wherever the currency is the same. */
function unitsOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
