import type { Environment } from '../../src/domain/environment.ts';
import { renderTransaction } from '../../src/domain/transaction-body.ts';
import { contentOf } from './content.ts';
import { type PutOp, readJournal } from './journal.ts';

/** What the journals say must be there, by bank reference. */
export interface Expectation {
  readonly rows: ReadonlyMap<string, ExpectedRow>;
  /** Changes that were committed, which is where the head must stand. */
  readonly changes: Readonly<Record<Environment, number>>;
  /** Transactions that the journals and the markers disagree about, or that skip or repeat a revision. */
  readonly contradictions: readonly string[];
  readonly transactions: { readonly committed: number; readonly rolledBack: number; readonly afterDeath: number };
}

export interface ExpectedRow {
  readonly environment: Environment;
  /** Null when the row was removed. */
  readonly put: PutOp | null;
  readonly revision: number;
}

interface Tally {
  readonly environment: Environment;
  entityId: string;
  put: PutOp | null;
  revision: number;
  seen: number;
}

/** The transaction exactly as a client must have it. */
export function expectedBody(put: PutOp, id: string): string {
  const { connectionId, accountId, at: updatedAt } = put;
  return renderTransaction({ id, connectionId, accountId, updatedAt, ...contentOf(put) });
}

/**
 * Works out the truth from the writers' own journals: an intent counts when its outcome says so, and where a kill left
 * no outcome, when the marker of its transaction is there. Of each row the highest revision is the last state.
 */
export async function readExpectation(paths: readonly string[], markers: ReadonlySet<string>): Promise<Expectation> {
  const contradictions: string[] = [];
  const outcomes = await readOutcomes(paths);
  const tallies = new Map<string, Tally>();
  const deleted = new Set<string>();
  const transactions = { committed: 0, rolledBack: 0, afterDeath: 0 };
  for (const path of paths)
    for await (const record of readJournal(path)) {
      if (record.kind === 'outcome') continue;
      const { marker } = record;
      const committed = markers.has(marker);
      if (record.kind === 'deleteEntity') {
        if (committed) deleted.add(marker);
        continue;
      }
      const outcome = outcomes.get(marker);
      if (outcome === 'committed' && !committed) contradictions.push(`${marker} was committed and is not there`);
      if (outcome === 'rolledBack' && committed) contradictions.push(`${marker} was rolled back and is there`);
      if (outcome === undefined) transactions.afterDeath += 1;
      transactions[committed ? 'committed' : 'rolledBack'] += 1;
      if (committed) for (const op of record.ops) tally(tallies, op, record.environment);
    }
  return { ...conclude(tallies, deleted, contradictions), contradictions, transactions };
}

async function readOutcomes(paths: readonly string[]): Promise<Map<string, 'committed' | 'rolledBack' | 'unknown'>> {
  const outcomes = new Map<string, 'committed' | 'rolledBack' | 'unknown'>();
  for (const path of paths)
    for await (const record of readJournal(path))
      if (record.kind === 'outcome') outcomes.set(record.marker, record.end);
  return outcomes;
}

function tally(
  tallies: Map<string, Tally>,
  op: PutOp | { readonly op: 'remove'; readonly key: string; readonly revision: number },
  environment: Environment,
): void {
  const row = tallies.get(op.key) ?? { environment, entityId: '', put: null, revision: 0, seen: 0 };
  tallies.set(op.key, row);
  row.seen += 1;
  if (op.op === 'put') row.entityId = op.entityId;
  if (op.revision <= row.revision) return;
  row.revision = op.revision;
  row.put = op.op === 'put' ? op : null;
}

/** A deletion removes what was live of its entity; nothing can be written to the entity afterwards. */
function conclude(
  tallies: ReadonlyMap<string, Tally>,
  deleted: ReadonlySet<string>,
  contradictions: string[],
): Pick<Expectation, 'rows' | 'changes'> {
  const rows = new Map<string, ExpectedRow>();
  const changes = { live: 0, test: 0 };
  for (const [key, { environment, entityId, put, revision, seen }] of tallies) {
    if (seen !== revision) contradictions.push(`${key} has ${seen} changes and revision ${revision}`);
    const fell = put !== null && deleted.has(entityId);
    rows.set(key, { environment, put: fell ? null : put, revision: fell ? revision + 1 : revision });
    changes[environment] += fell ? revision + 1 : revision;
  }
  return { rows, changes };
}
