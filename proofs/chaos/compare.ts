import type { Schemas, TransactionEvent } from '@causeway/client';
import { listTrueLooks, lookOf } from '../../test/support/banks/true-looks.ts';
import type { Lane } from './lane.ts';

/** A client's mirror, kept by the rules of the change stream alone. */
export class LaneMirror {
  readonly #rows = new Map<string, Schemas['Transaction']>();
  #cursor: string | null = null;

  /** Reads on; what breaks a rule of the stream is told. */
  async catchUp({ client }: Lane): Promise<string[]> {
    const broken: string[] = [];
    const from = this.#cursor === null ? ({ from: 'beginning' } as const) : { cursor: this.#cursor };
    for await (const page of client.stream.pages(from)) {
      for (const event of page.events) broken.push(...this.#apply(event));
      this.#cursor = page.nextCursor;
    }
    return broken;
  }

  #apply(event: TransactionEvent): string[] {
    const id = event.type === 'removed' ? event.transactionId : event.transaction.id;
    const isKnown = this.#rows.has(id);
    if (event.type === 'removed') this.#rows.delete(id);
    // Without `fields` it is whole.
    else this.#rows.set(id, event.transaction as Schemas['Transaction']);
    const fits = event.type === 'removed' || isKnown === (event.type === 'modified');
    return fits ? [] : [`the stream told ${event.type} of ${id}, which does not fit what it had told before`];
  }

  /** What the mirror, the API and the bank's own books do not agree about. */
  async compare(lane: Lane, folder: string): Promise<string[]> {
    const listed: Schemas['Transaction'][] = [];
    for await (const row of lane.client.iterate.transactions({ connectionId: lane.connectionId })) listed.push(row);
    const { standing, withdrawn } = await listTrueLooks(folder, lane.username, lane.accountId);
    const mirrored = [...this.#rows.values()].map(wholeOf);
    if (standing.length === 0) return ['the bank has no rows, so nothing could have been lost'];
    return [
      ...differ({ name: 'the API', rows: listed.map(lookOf) }, { name: 'the bank', rows: standing }, withdrawn),
      ...differ({ name: 'the mirror', rows: mirrored }, { name: 'the API', rows: listed.map(wholeOf) }, new Set()),
    ];
  }
}

function wholeOf(row: Schemas['Transaction']): string {
  return JSON.stringify(row);
}

interface Side {
  readonly name: string;
  readonly rows: readonly string[];
}

/** Both are counted: a row that is there twice is one too many. What `one` may have beyond the other is left out. */
function differ(one: Side, other: Side, mayHave: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>();
  for (const row of one.rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of other.rows) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts].flatMap(([row, count]) =>
    count === 0 || (count > 0 && mayHave.has(row))
      ? []
      : [`${count > 0 ? one.name : other.name} alone has ${Math.abs(count)} × ${row.slice(0, 160)}`],
  );
}
