import type { EvidenceOfReading } from './evidence.ts';
import type { Score } from './score.ts';
import type { SettledDecision } from './settled-reading.ts';

/** One thing that a design got wrong, to be looked up. */
export interface Fault {
  readonly kind: 'wrongMerge' | 'split' | 'wrongRemoval' | 'missedRemoval' | 'spuriousModification';
  readonly publicId: string;
  /** The transactions concerned: of a wrong merge the one that joined, then the one that it joined. */
  readonly truths: readonly string[];
}

interface PublicId {
  readonly showings: Map<string, number>;
  /** The transaction that it has shown most; the first among equals. */
  main: string;
}

/**
 * Compares the ids that a design gives with the truth, reading by reading. A transaction is followed under a label, its
 * own name at first; where evidence says that twins cannot be told apart, their labels are exchanged in favour of the design.
 */
export class Scorer {
  readonly #labelOf = new Map<string, string>();
  readonly #truthOf = new Map<string, string>();
  readonly #ids = new Map<string, PublicId>();
  readonly #showings = new Map<string, number>();
  readonly #idsOf = new Map<string, Set<string>>();
  /** Ids that stand in the mirror, by the transaction that they mainly show. */
  readonly #live = new Set<string>();
  #rows = 0;
  #deferred = 0;
  #refused = 0;
  #modifications = 0;
  readonly #counts: Record<Fault['kind'], number> = {
    wrongMerge: 0,
    split: 0,
    wrongRemoval: 0,
    missedRemoval: 0,
    spuriousModification: 0,
  };

  /** Notes one reading and returns what was wrong in it. */
  note(evidence: EvidenceOfReading, decision: SettledDecision): Fault[] {
    const sources = this.#settleEqualRows(evidence, decision.ids);
    const ids = sources.map((source) => decision.ids[source] ?? '');
    for (const twins of evidence.twins) this.#settleTwins(twins, evidence.truths, ids);
    const faults = evidence.truths.flatMap((truth, place) =>
      truth === null ? [] : this.#noteShowing(truth, ids[place] ?? ''),
    );
    this.#modifications += decision.modified.length;
    const modified = new Set(decision.modified);
    for (const [place, source] of sources.entries()) {
      if (!modified.has(source) || !evidence.unchanged.has(place)) continue;
      faults.push({
        kind: 'spuriousModification',
        publicId: ids[place] ?? '',
        truths: [evidence.truths[place] ?? ''],
      });
    }
    for (const id of decision.removed) this.#live.delete(id);
    for (const id of decision.removed) {
      const main = this.#ids.get(id)?.main;
      // An id under which nothing decided was shown stands for nothing that could be missed.
      if (main === undefined) continue;
      const truth = this.#truthOf.get(main) ?? main;
      if (evidence.isLive(truth) && this.#findLive(main) === null)
        faults.push({ kind: 'wrongRemoval', publicId: id, truths: [truth] });
    }
    for (const truth of evidence.overdue) {
      const id = this.#findLive(this.#label(truth));
      if (id !== null) faults.push({ kind: 'missedRemoval', publicId: id, truths: [truth] });
    }
    for (const { kind } of faults) this.#counts[kind] += 1;
    return faults;
  }

  /** Notes rows that the design left to a later reading, and rows of readings that it refused whole. */
  noteUnsettled(rows: { readonly deferred: number; readonly refused: number }): void {
    this.#deferred += rows.deferred;
    this.#refused += rows.refused;
  }

  total(): Score {
    const pairs = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
    const publicIds = [...this.#ids.values()];
    return {
      rows: this.#rows,
      deferred: this.#deferred,
      refused: this.#refused,
      transactions: this.#showings.size,
      publicIds: publicIds.length,
      truePairs: publicIds.reduce((sum, { showings }) => sum + pairs(showings.values()), 0),
      joinedPairs: pairs(
        publicIds.map(({ showings }) => [...showings.values()].reduce((sum, count) => sum + count, 0)),
      ),
      knownPairs: pairs(this.#showings.values()),
      wrongMerges: this.#counts.wrongMerge,
      splits: this.#counts.split,
      wrongRemovals: this.#counts.wrongRemoval,
      missedRemovals: this.#counts.missedRemoval,
      modifications: this.#modifications,
      spuriousModifications: this.#counts.spuriousModification,
    };
  }

  /**
   * Exchanges equal rows so that each, where it can, gets an id that belongs to it or to a twin of it. Returns for every place the place
   * whose decision it takes.
   */
  #settleEqualRows({ equalRows, twins, truths }: EvidenceOfReading, ids: readonly string[]): number[] {
    const sources = ids.map((_, place) => place);
    const poolOf = new Map(twins.flatMap((pool, index) => pool.map((truth) => [this.#label(truth), `pool ${index}`])));
    const home = (label: string | undefined) => (label === undefined ? 'new' : (poolOf.get(label) ?? label));
    for (const places of equalRows) {
      const free = [...places];
      const left: number[] = [];
      for (const place of places) {
        const label = this.#label(truths[place] ?? '');
        const wanted = this.#showings.has(label) || poolOf.has(label) ? home(label) : 'new';
        const index = free.findIndex((source) => home(this.#ids.get(ids[source] ?? '')?.main) === wanted);
        if (index < 0) left.push(place);
        else sources[place] = free.splice(index, 1)[0] ?? place;
      }
      for (const place of left) sources[place] = free.shift() ?? place;
    }
    return sources;
  }

  /** Exchanges the labels of twins so that as many as can be carry the one that their public id has shown so far. */
  #settleTwins(twins: readonly string[], truths: readonly (string | null)[], ids: readonly string[]): void {
    const members = new Set(twins);
    const labels = new Set(twins.map((truth) => this.#label(truth)));
    const settled = new Map<string, string>();
    for (const [place, truth] of truths.entries()) {
      if (truth === null) continue;
      const main = members.has(truth) ? this.#ids.get(ids[place] ?? '')?.main : undefined;
      if (main === undefined || !labels.delete(main)) continue;
      settled.set(truth, main);
    }
    const shown = new Set(truths);
    const open = twins.filter((truth) => !settled.has(truth));
    // What is shown under an unknown id takes a label without a past where there is one; what is not shown keeps the past.
    open.sort((a, b) => Number(shown.has(b)) - Number(shown.has(a)));
    for (const truth of open) {
      const own = this.#label(truth);
      const fresh = shown.has(truth) ? [...labels].find((label) => !this.#showings.has(label)) : undefined;
      const label = fresh ?? (labels.has(own) ? own : [...labels][0]);
      if (label === undefined) throw new Error('twins have as many labels as members');
      labels.delete(label);
      settled.set(truth, label);
    }
    for (const [truth, label] of settled) {
      this.#labelOf.set(truth, label);
      this.#truthOf.set(label, truth);
    }
  }

  #noteShowing(truth: string, id: string): Fault[] {
    const label = this.#label(truth);
    this.#rows += 1;
    this.#showings.set(label, (this.#showings.get(label) ?? 0) + 1);
    const known = this.#ids.get(id);
    const publicId = known ?? { showings: new Map<string, number>(), main: label };
    if (known === undefined) this.#ids.set(id, publicId);
    const joined = publicId.main;
    const count = publicId.showings.get(label) ?? 0;
    publicId.showings.set(label, count + 1);
    if (count + 1 > (publicId.showings.get(publicId.main) ?? 0)) publicId.main = label;
    this.#live.add(id);
    if (count > 0) return [];
    const faults: Fault[] = [];
    if (known !== undefined) {
      faults.push({ kind: 'wrongMerge', publicId: id, truths: [truth, this.#truthOf.get(joined) ?? joined] });
    }
    const ids = this.#idsOf.get(label);
    if (ids === undefined) this.#idsOf.set(label, new Set([id]));
    else {
      ids.add(id);
      faults.push({ kind: 'split', publicId: id, truths: [truth] });
    }
    return faults;
  }

  /** A live public id that mainly shows a transaction. */
  #findLive(label: string): string | null {
    for (const id of this.#idsOf.get(label) ?? [])
      if (this.#live.has(id) && this.#ids.get(id)?.main === label) return id;
    return null;
  }

  #label(truth: string): string {
    return this.#labelOf.get(truth) ?? truth;
  }
}
