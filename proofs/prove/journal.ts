import { appendFileSync, createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Environment } from '../../src/domain/environment.ts';

/** State that a writer gives to one of its rows. `key` is the bank reference and names the row before it has an id. */
export interface PutOp {
  readonly op: 'put';
  readonly key: string;
  readonly revision: number;
  /** Null while only the product knows which id it will give. */
  readonly id: string | null;
  readonly entityId: string;
  readonly connectionId: string;
  readonly accountId: string;
  readonly at: string;
  readonly amount: string;
  readonly status: 'pending' | 'posted';
  readonly day: string;
}

export interface RemoveOp {
  readonly op: 'remove';
  readonly key: string;
  readonly revision: number;
}

/** What a writer is about to commit. Written before the commit, because nobody is left to write it after a kill. */
export type Intent =
  | {
      readonly kind: 'write';
      readonly marker: string;
      readonly environment: Environment;
      readonly ops: readonly (PutOp | RemoveOp)[];
    }
  /** The marker is the entity's id. */
  | { readonly kind: 'deleteEntity'; readonly marker: string };

export type Outcome = {
  readonly kind: 'outcome';
  readonly marker: string;
  readonly end: 'committed' | 'rolledBack' | 'unknown';
};

/** A writer's own account of what it did, in a file of its own. */
export interface Journal {
  write(record: Intent | Outcome): void;
}

/** Lines that were appended survive the death of the process, not of the machine. */
export function openJournal(path: string): Journal {
  return { write: (record) => appendFileSync(path, `${JSON.stringify(record)}\n`) };
}

/** Reads a journal from its beginning. A last line that was cut by a kill announces nothing that was committed. */
export async function* readJournal(path: string): AsyncGenerator<Intent | Outcome> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const record = parseLine(line);
    if (record !== null) yield record;
  }
}

function parseLine(line: string): Intent | Outcome | null {
  try {
    return JSON.parse(line) as Intent | Outcome; // Written by openJournal.
  } catch {
    return null;
  }
}
