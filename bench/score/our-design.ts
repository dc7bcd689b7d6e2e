import type { SourceIdTrust } from '../../src/domain/institution.ts';
import type { NormalisedRow } from '../../src/domain/observation.ts';
import type { ChangeSet, MirrorRow } from '../../src/domain/reconcile/change-set.ts';
import { reconcileAccount } from '../../src/domain/reconcile/reconcile-account.ts';
import type { Decision, Design } from './design.ts';
import { MemoryMirror } from './memory-mirror.ts';
import type { Reading } from './reading.ts';

/** The product's own reconciliation over a mirror in memory. */
export class OurDesign implements Design {
  readonly mirror = new MemoryMirror();
  readonly #sourceIds: SourceIdTrust;

  constructor(sourceIds: SourceIdTrust) {
    this.#sourceIds = sourceIds;
  }

  decide({ rows, coverage }: Reading): Decision {
    const touched = this.mirror.listTouched(coverage, rows);
    const changes = reconcileAccount({ mirror: touched, rows, coverage, sourceIds: this.#sourceIds });
    const added = this.mirror.apply(changes);
    const places = new Map(rows.map(({ location }, place) => [location, place]));
    const placeOf = ({ location }: NormalisedRow) => places.get(location) ?? -1;
    const ids: string[] = [];
    for (const [index, { row }] of changes.add.entries()) ids[placeOf(row)] = added[index] ?? '';
    for (const { id, row } of listMatched(touched, rows, changes)) ids[placeOf(row)] = id;
    return {
      ids,
      modified: changes.modify.map(({ row }) => placeOf(row)),
      removed: changes.remove.map(({ id }) => id),
    };
  }
}

/**
 * Every row that is a known transaction. The change set names those that changed; a row that it does not name stands for
 * a mirror row of equal content.
 */
function listMatched(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[], changes: ChangeSet) {
  const named = [...changes.modify, ...changes.relearn];
  const decided = new Set([...named, ...changes.remove].map(({ id }) => id));
  for (const id of changes.missed) decided.add(id);
  const free = Map.groupBy(
    mirror.filter(({ id }) => !decided.has(id)),
    ({ matchKey, content }) => JSON.stringify([matchKey, content]),
  );
  const seen = new Set([...named, ...changes.add].map(({ row }) => row.location));
  const unchanged = rows
    .filter(({ location }) => !seen.has(location))
    .map((row) => {
      const equal = free.get(JSON.stringify([row.matchKey, row.content])) ?? [];
      const sameId = equal.findIndex(({ sourceIds }) => row.sourceId !== null && sourceIds.includes(row.sourceId));
      const [found] = equal.splice(Math.max(0, sameId), 1);
      if (found === undefined) throw new Error(`the change set does not account for the row at ${row.location}`);
      return { id: found.id, row };
    });
  return [...named, ...unchanged];
}
