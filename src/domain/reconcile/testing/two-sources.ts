import { november } from '../../../../test/support/banks/rows.ts';
import type { Coverage, NormalisedRow } from '../../observation.ts';
import type { MirrorRow } from '../change-set.ts';
import type { SourceName, TransactionViews } from '../merge-views.ts';
import { reconcileSource } from '../reconcile-source.ts';
import { leaveDisowned, settleViews, viewMirror } from '../source-views.ts';

/** One account that a bank and files show, kept as the store keeps it. */
export class TwoSources {
  readonly rows = new Map<string, MirrorRow>();
  readonly known = new Map<string, TransactionViews | null>();
  readonly removed: string[] = [];
  readonly #disowned = new Map<string, number>();
  readonly #bankIds: 'stable' | 'none';
  #ids = 0;

  constructor(bankIds: 'stable' | 'none' = 'stable') {
    this.#bankIds = bankIds;
  }

  /** Reads all rows that a source shows; gives how much that changed, the hidden parts included. */
  read(source: SourceName, shown: readonly NormalisedRow[], to = november(20)): number {
    const coverage: Coverage =
      source === 'bank'
        ? { from: november(1), to, complete: true, proves: ['pending', 'posted'] }
        : { from: null, to: null, complete: true, proves: [] };
    const mirror = [...this.rows.values()];
    const changes = reconcileSource(
      {
        mirror: viewMirror(mirror, this.known, source),
        rows: shown,
        coverage,
        sourceIds: source === 'bank' ? this.#bankIds : 'hint',
        pendingWindowDays: 10,
      },
      source,
      this.known,
    );
    const all = settleViews({ source, mirror, known: this.known, coverage, changes });
    const kept = source === 'file' ? leaveDisowned(all.changes, this.#disowned) : all.changes;
    const settled = { ...all, changes: kept };
    this.#apply(source, settled);
    const { add, modify, relearn, remove, missed } = settled.changes;
    return add.length + modify.length + relearn.length + remove.length + missed.length + settled.views.length;
  }

  #apply(source: SourceName, { changes, views }: ReturnType<typeof settleViews>): void {
    for (const { row } of changes.add) {
      const id = `t${this.#ids++}`;
      this.rows.set(id, mirrorOf(id, row));
      if (source === 'file') this.known.set(id, null);
    }
    for (const { id, row } of [...changes.modify, ...changes.relearn]) {
      const before = this.rows.get(id);
      if (before === undefined) throw new Error(`${id} is not there`);
      const names = row.sourceId === null ? before.sourceIds : [...new Set([...before.sourceIds, row.sourceId])];
      this.rows.set(id, { ...mirrorOf(id, row), pendingDate: row.pendingDate ?? before.pendingDate, sourceIds: names });
    }
    for (const id of changes.missed) this.#change(id, (row) => ({ ...row, missedReads: row.missedReads + 1 }));
    for (const id of changes.seenAgain) this.#change(id, (row) => ({ ...row, missedReads: 0 }));
    for (const { id, reason } of changes.remove) {
      const { matchKey = '' } = this.rows.get(id) ?? {};
      if (reason === 'withdrawnByBank') this.#disowned.set(matchKey, (this.#disowned.get(matchKey) ?? 0) + 1);
      this.rows.delete(id);
      this.removed.push(id);
    }
    for (const { id, views: both } of views)
      if (both === null) this.known.delete(id);
      else this.known.set(id, both);
  }

  #change(id: string, change: (row: MirrorRow) => MirrorRow): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, change(row));
  }

  contents() {
    return [...this.rows.values()].map(({ content }) => content);
  }
}

function mirrorOf(id: string, row: NormalisedRow): MirrorRow {
  const { content, pendingDate, valueDate, matchKey, sourceId } = row;
  return {
    id,
    content,
    pendingDate,
    valueDate,
    matchKey,
    sourceIds: sourceId === null ? [] : [sourceId],
    missedReads: 0,
  };
}
