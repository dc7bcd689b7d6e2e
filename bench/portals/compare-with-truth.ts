import type { PortalConnection } from '../../test/support/banks/portal-connection.ts';
import { listTrueLooks, lookOf } from '../../test/support/banks/true-looks.ts';
import type { PortalWorld } from './portal-world.ts';

/** Rows of the API and of the bank itself, which knows more than it shows. */
export interface Comparison {
  readonly rows: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Holds what the API lists of each connection against the books of its company. */
export async function compareWithTruth(
  { client, folder }: Pick<PortalWorld, 'client' | 'folder'>,
  connections: readonly PortalConnection[],
): Promise<Comparison> {
  let [rows, lost, doubled] = [0, 0, 0];
  for (const { id, username } of connections) {
    const left = new Map<string, number>();
    const truth = await listTrueLooks(folder, username);
    for (const look of truth.standing) left.set(look, (left.get(look) ?? 0) + 1);
    for await (const row of client.iterate.transactions({ connectionId: id })) {
      rows += 1;
      const look = lookOf(row);
      const count = left.get(look) ?? 0;
      if (count === 0 && !truth.withdrawn.has(look)) doubled += 1;
      if (count > 0) left.set(look, count - 1);
    }
    for (const count of left.values()) lost += count;
  }
  return { rows, lost, doubled };
}
