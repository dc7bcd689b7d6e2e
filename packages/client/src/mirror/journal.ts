import type { Transaction } from '../wire.ts';
import type { MirrorFilter, MirrorState, MirrorStorage } from './storage.ts';

/** The stored mirror does not fit what it is to be used for. */
export class MirrorMismatchError extends Error {
  override readonly name = 'MirrorMismatchError';
}

/** The state of a mirror while it is worked on: what was stored last, and how to store more. */
export interface Journal {
  readonly state: MirrorState | null;
  /** Stores rows and where the mirror stands with them, in one transaction. */
  save(rows: RowChanges, place: Pick<MirrorState, 'phase' | 'cursor' | 'listCursor' | 'generation'>): Promise<void>;
}

/** Rows to store and ids to delete, each id in one of them at most. */
export interface RowChanges {
  readonly upserts: readonly Transaction[];
  readonly removals: readonly string[];
}

export interface JournalParts {
  readonly storage: MirrorStorage;
  readonly environment: 'live' | 'test' | null;
  readonly filter: MirrorFilter;
  readonly nowMs: () => number;
}

/** Loads the state. Throws MirrorMismatchError for a mirror of something else, which must not be overwritten. */
export async function openJournal({ storage, environment, filter, nowMs }: JournalParts): Promise<Journal> {
  let state = await storage.load();
  if (state !== null) refuseOther(state, environment, filter);
  return {
    get state() {
      return state;
    },
    save: async (rows, place) => {
      const next: MirrorState = {
        version: 1,
        revision: (state?.revision ?? 0) + 1,
        environment: environment ?? state?.environment ?? null,
        filter,
        savedAtMs: nowMs(),
        ...place,
      };
      // Rows that the bootstrap did not meet are gone from the server; whatever changed meanwhile is in the stream.
      const sweep = state?.phase === 'bootstrapping' && next.phase === 'following';
      await storage.write({ expectedRevision: state?.revision ?? null, ...rows, state: next, sweep });
      state = next;
    },
  };
}

function refuseOther(state: MirrorState, environment: 'live' | 'test' | null, filter: MirrorFilter): void {
  if (state.version !== 1)
    throw new MirrorMismatchError('The mirror was written by a later version of this program. Use that one.');
  if (environment !== null && state.environment !== null && environment !== state.environment)
    throw new MirrorMismatchError(
      `The mirror holds ${state.environment} data, and the key is for ${environment}. Use another key or another place.`,
    );
  if (state.filter.accountId !== filter.accountId || state.filter.connectionId !== filter.connectionId)
    throw new MirrorMismatchError(
      `The mirror holds ${describe(state.filter)}, not ${describe(filter)}. Use the same filter or another place.`,
    );
}

function describe({ accountId, connectionId }: MirrorFilter): string {
  const parts = [
    ...(accountId === null ? [] : [`account ${accountId}`]),
    ...(connectionId === null ? [] : [`connection ${connectionId}`]),
  ];
  return parts.length === 0 ? 'everything' : parts.join(' of ');
}
