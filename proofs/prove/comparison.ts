import { type Expectation, expectedBody } from './expectation.ts';
import type { Mirror } from './mirror.ts';
import type { ServerRow, ServerState } from './server-rows.ts';

/** What two sets of rows have to do with one another; all but `rows` must be 0. */
export interface Difference {
  /** Rows that should be there. */
  readonly rows: number;
  /** Should be there and are not. */
  lost: number;
  /** Are there more than once. */
  doubled: number;
  /** Are there with other content. */
  stale: number;
  /** Are there and should not be. */
  phantom: number;
  /** The first few, for a person to follow. */
  readonly examples: string[];
}

const EXAMPLES = 5;

/** The server against the journals of those who wrote to it. */
export function compareServer(expectation: Expectation, server: ServerState): Difference {
  const expected = [...expectation.rows].filter(([, { put }]) => put !== null);
  const difference = emptyDifference(expected.length);
  const byKey = new Map<string, ServerRow>();
  for (const row of server.rows.values()) {
    const key: unknown = JSON.parse(row.body).bankReference;
    if (typeof key !== 'string' || expectation.rows.get(key)?.put === null || !expectation.rows.has(key))
      note(difference, 'phantom', row.id);
    else if (byKey.has(key)) note(difference, 'doubled', row.id);
    else byKey.set(key, row);
  }
  for (const [key, { put, environment }] of expected) {
    const row = byKey.get(key);
    if (row === undefined) note(difference, 'lost', key);
    else if (put !== null && (row.body !== expectedBody(put, put.id ?? row.id) || row.environment !== environment))
      note(difference, 'stale', row.id);
  }
  for (const environment of ['live', 'test'] as const) {
    const [head, changes] = [server.heads[environment], expectation.changes[environment]];
    if (head !== changes) difference.examples.push(`head of ${environment} is ${head} after ${changes} changes`);
    if (head < changes) difference.lost += changes - head;
    if (head > changes) difference.doubled += head - changes;
  }
  for (const contradiction of expectation.contradictions) note(difference, 'lost', contradiction);
  return difference;
}

/** A mirror against the part of the server that its filters let through. */
export function compareMirror(mirror: Mirror, environment: ServerRow['environment'], server: ServerState): Difference {
  const subject = mirror.subject();
  const expected = new Map(
    [...server.rows].filter(
      ([, row]) =>
        row.environment === environment &&
        (subject?.accountId ?? row.accountId) === row.accountId &&
        (subject?.connectionId ?? row.connectionId) === row.connectionId,
    ),
  );
  const difference = emptyDifference(expected.size);
  for (const { id, body } of mirror.rows()) {
    const row = expected.get(id);
    if (row === undefined) note(difference, 'phantom', id);
    else if (row.body !== body) note(difference, 'stale', id);
    expected.delete(id);
  }
  for (const id of expected.keys()) note(difference, 'lost', id);
  for (const { kind, detail } of mirror.faults()) if (kind === 'doubled') note(difference, 'doubled', detail);
  return difference;
}

/** True when nothing is wrong. */
export function isExact({ lost, doubled, stale, phantom, examples }: Difference): boolean {
  return lost + doubled + stale + phantom + examples.length === 0;
}

function emptyDifference(rows: number): Difference {
  return { rows, lost: 0, doubled: 0, stale: 0, phantom: 0, examples: [] };
}

function note(difference: Difference, kind: 'lost' | 'doubled' | 'stale' | 'phantom', what: string): void {
  difference[kind] += 1;
  if (difference.examples.length < EXAMPLES) difference.examples.push(`${kind}: ${what}`);
}
