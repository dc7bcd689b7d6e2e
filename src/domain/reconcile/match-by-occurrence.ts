import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import { changedFields } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import { lookOf, valueDateOf } from './look.ts';
import { sortByText } from './look-classes.ts';
import { type Match, type MatchOutcome, withoutMatches } from './match.ts';
import { isDecisive } from './match-by-source-id.ts';
import { dayKeyOf, normaliseText } from './match-key.ts';

export interface OccurrenceOutcome extends MatchOutcome {
  /** Matched rows that look exactly as their transaction does. */
  readonly equal: readonly Match[];
  /** Matched rows that differ in what is no part of the key. */
  readonly changed: readonly Match[];
}

/**
 * Rule 3, for rows without a decisive id: within one key the n-th row is the n-th occurrence. Rows of one key are equal
 * in everything that identifies them, so only their number matters; those that look equal are paired first, so that no
 * modification is reported that an exchange would avoid. References and dates of authorisation that both show keep two
 * apart, and so do two ids where ids are decisive.
 */
export function matchByOccurrence(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  trust: SourceIdTrust,
): OccurrenceOutcome {
  if (mirror.length === 0 || rows.length === 0) return { equal: [], changed: [], ...withoutMatches(mirror, rows, []) };
  const groups = groupByKey(mirror, rows);
  const equal: Match[] = [];
  const changed: Match[] = [];
  for (const group of groups) {
    if (group.mirror.length === 0) continue;
    const lonely = pairLonely(group, trust);
    if (lonely !== null) {
      equal.push(lonely);
      continue;
    }
    const pairing = new GroupPairing(group.mirror, group.rows, trust);
    // One by one: a call takes no more arguments than the stack holds, and look-alikes can be hundreds of thousands.
    for (const match of pairing.pairEqual()) equal.push(match);
    for (const match of pairing.pairChanged()) changed.push(match);
  }
  const matches = [...equal, ...changed];
  return { equal, changed, ...withoutMatches(mirror, rows, matches) };
}

/**
 * Rows that look exactly as mirror rows do, days of authorisation and value included, whatever their ids: n-th to n-th.
 * A bank that gives all its rows new ids shows the same transactions under other names.
 */
export function matchByEqualLook(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[]): Match[] {
  if (mirror.length === 0 || rows.length === 0) return [];
  const nameOf = (row: MirrorRow | NormalisedRow) => `${row.pendingDate} ${valueDateOf(row)} ${lookOf(row.content)}`;
  const queues = new Map<string, NormalisedRow[]>();
  const days = new Set(rows.map((row) => dayKeyOf(row.content, row.pendingDate)));
  const near = mirror.filter((row) => days.has(dayKeyOf(row.content, row.pendingDate)));
  for (const row of sortByText(rows, ({ sourceId }) => sourceId ?? '')) {
    const queue = queues.get(nameOf(row));
    if (queue === undefined) queues.set(nameOf(row), [row]);
    else queue.push(row);
  }
  // A queue is walked and not shortened: taking from the front of a long list moves all the rest.
  const heads = new Map<string, number>();
  return sortByText(near, ({ id }) => id).flatMap((known) => {
    const name = nameOf(known);
    const head = heads.get(name) ?? 0;
    heads.set(name, head + 1);
    const row = queues.get(name)?.[head];
    return row === undefined ? [] : [{ mirror: known, row }];
  });
}

interface KeyGroup {
  readonly mirror: MirrorRow[];
  readonly rows: NormalisedRow[];
}

/** Groups of equal key that hold a row. Texts are only looked at where day, amount and currency agree. */
function groupByKey(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[]): KeyGroup[] {
  const days = new Map<string, Map<string, KeyGroup>>();
  const groupOf = (groups: Map<string, KeyGroup>, row: MirrorRow | NormalisedRow): KeyGroup => {
    const key = `${normaliseText(row.content.description)}\u001f${row.content.bankReference ?? ''}`;
    const group = groups.get(key) ?? { mirror: [], rows: [] };
    groups.set(key, group);
    return group;
  };
  for (const row of rows) {
    const day = dayKeyOf(row.content, row.pendingDate);
    const groups = days.get(day) ?? new Map<string, KeyGroup>();
    days.set(day, groups);
    groupOf(groups, row).rows.push(row);
  }
  for (const row of mirror) {
    const groups = days.get(dayKeyOf(row.content, row.pendingDate));
    if (groups !== undefined) groupOf(groups, row).mirror.push(row);
  }
  return [...days.values()].flatMap((groups) => [...groups.values()]).filter(({ rows: shown }) => shown.length > 0);
}

/** Nearly all groups are one known row that is shown as it was: the first of the passes below would pair just these two. */
function pairLonely({ mirror: known, rows: shown }: KeyGroup, trust: SourceIdTrust): Match | null {
  const [mirror] = known;
  const [row] = shown;
  if (mirror === undefined || row === undefined || known.length > 1 || shown.length > 1 || isDecisive(trust))
    return null;
  const isSame =
    mirror.pendingDate === row.pendingDate &&
    valueDateOf(mirror) === valueDateOf(row) &&
    (changedFields(mirror.content, row.content).length === 0 || lookOf(mirror.content) === lookOf(row.content));
  return isSame ? { mirror, row } : null;
}

/** How a day may fit: both sides show the same one, or one of them shows none. */
const DATE_FITS = ['same', 'mirrorShowsNone', 'rowShowsNone'] as const;

/** What a side asks for under a fit; null where the fit is not for it. */
function dateName(date: string | null, fit: (typeof DATE_FITS)[number], side: 'mirror' | 'row'): string | null {
  if (fit === 'same') return `${date}`;
  return (date === null) === ((fit === 'mirrorShowsNone') === (side === 'mirror')) ? '' : null;
}

/** Names under which a candidate can be asked for; a row asks with one name at a time. */
type NamesOf = (mirror: MirrorRow) => readonly string[];
type NameOf = (row: NormalisedRow) => string | null;

/** Pairs the rows of one key in passes, from the strictest to the loosest. Linear: look-alikes can be many. */
class GroupPairing {
  readonly #trust: SourceIdTrust;
  #mirror: readonly MirrorRow[];
  #rows: readonly NormalisedRow[];

  constructor(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[], trust: SourceIdTrust) {
    this.#trust = trust;
    // One that was missed before goes last: of several look-alikes it is the one to be missed again.
    this.#mirror = sortByText(mirror, ({ id }) => id).sort((a, b) => a.missedReads - b.missedReads);
    this.#rows = rows.length === 1 ? rows : sortByText(rows, orderOf);
  }

  pairEqual(): Match[] {
    const look = ({ content }: MirrorRow | NormalisedRow) => lookOf(content);
    return [
      ...this.#pass(
        (mirror) => mirror.sourceIds.map((id) => `${id} ${look(mirror)}`),
        (row) => (row.sourceId === null ? null : `${row.sourceId} ${look(row)}`),
      ),
      ...this.#passCompatible(look),
    ];
  }

  pairChanged(): Match[] {
    const party = ({ content }: MirrorRow | NormalisedRow) =>
      `${content.paymentReference} ${content.counterpartyAccountMasked}`;
    return [
      ...this.#pass(
        (mirror) => mirror.sourceIds.map((id) => `${id} ${mirror.pendingDate} ${party(mirror)}`),
        (row) => (row.sourceId === null ? null : `${row.sourceId} ${row.pendingDate} ${party(row)}`),
      ),
      ...this.#passCompatible((row) => `${row.content.status} ${party(row)}`),
      ...this.#passCompatible(party),
    ];
  }

  /**
   * Pairs rows of one name whose days of authorisation and value agree. Many banks drop such a day once a row is booked:
   * a day that one side lacks is no difference, but rows that show the same days go first.
   */
  #passCompatible(nameOf: (row: MirrorRow | NormalisedRow) => string): Match[] {
    const passes: Match[][] = [];
    for (const pendingDates of DATE_FITS)
      for (const valueDates of DATE_FITS) {
        if (this.#mirror.length === 0 || this.#rows.length === 0) return passes.flat();
        const name = (row: MirrorRow | NormalisedRow, side: 'mirror' | 'row') => {
          const authorised = dateName(row.pendingDate, pendingDates, side);
          const value = dateName(valueDateOf(row), valueDates, side);
          return authorised === null || value === null ? null : `${authorised} ${value} ${nameOf(row)}`;
        };
        passes.push(
          this.#pass(
            (mirror) => [name(mirror, 'mirror') ?? []].flat(),
            (row) => name(row, 'row'),
          ),
        );
      }
    return passes.flat();
  }

  /** Gives each row the first free candidate of its name and takes both out. */
  #pass(namesOf: NamesOf, nameOf: NameOf): Match[] {
    if (this.#mirror.length === 0 || this.#rows.length === 0) return [];
    const queues = new Map<string, MirrorRow[]>();
    for (const mirror of this.#mirror)
      for (const kind of this.#kindsFor(mirror))
        for (const name of namesOf(mirror)) {
          const queue = queues.get(kind + name);
          if (queue === undefined) queues.set(kind + name, [mirror]);
          else queue.push(mirror);
        }
    const matches: Match[] = [];
    const taken = new Set<MirrorRow | NormalisedRow>();
    const heads = new Map<string, number>();
    for (const row of this.#rows) {
      const name = nameOf(row);
      if (name === null) continue;
      const key = this.#kindOf(row) + name;
      const queue = queues.get(key) ?? [];
      let head = heads.get(key) ?? 0;
      while (head < queue.length && taken.has(queue[head] as MirrorRow)) head += 1; // The bound is checked first.
      const mirror = queue[head];
      heads.set(key, head + 1);
      if (mirror === undefined) continue;
      matches.push({ mirror, row });
      taken.add(mirror).add(row);
    }
    if (matches.length === 0) return matches;
    this.#mirror = this.#mirror.filter((mirror) => !taken.has(mirror));
    this.#rows = this.#rows.filter((row) => !taken.has(row));
    return matches;
  }

  /** Rows that a decisive id tells from others ask for candidates of their own kind. */
  #kindOf({ sourceId, content }: NormalisedRow): string {
    return isDecisive(this.#trust) && sourceId !== null ? `${content.status} ` : 'any ';
  }

  #kindsFor({ sourceIds, content }: MirrorRow): readonly string[] {
    if (!isDecisive(this.#trust)) return ['any '];
    if (sourceIds.length === 0) return ['any ', 'pending ', 'posted '];
    return this.#trust === 'stablePerStatus' && content.status === 'pending' ? ['any ', 'posted '] : ['any '];
  }
}

/** An order of rows that does not depend on how the bank listed them. */
function orderOf(row: NormalisedRow): string {
  return [row.sourceId ?? '', row.pendingDate ?? '', row.valueDate ?? '', lookOf(row.content)].join('\u001f');
}
