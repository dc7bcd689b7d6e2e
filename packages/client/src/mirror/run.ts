import type { Client } from '../client.ts';
import { CausewayError } from '../errors.ts';
import type { Transaction, TransactionEvent } from '../wire.ts';
import { type Journal, type JournalParts, openJournal, type RowChanges } from './journal.ts';
import type { MirrorFilter, MirrorState } from './storage.ts';

/** The part of the client that a mirror needs. */
export type MirrorClient = Pick<
  Client,
  'environment' | 'listTransactions' | 'syncTransactions' | 'getAccount' | 'getAccountDigest' | 'iterate' | 'stream'
>;

/** What has been done since the call began. */
export interface MirrorTotals {
  readonly bootstraps: number;
  readonly pages: number;
  readonly upserts: number;
  readonly removals: number;
}

/** How far the mirror is, with what was done since the call began. */
export interface MirrorProgress extends MirrorTotals {
  /** `bootstrapping`: reading history. `catchingUp`: more changes wait. `current`: there is nothing more right now. */
  readonly phase: 'bootstrapping' | 'catchingUp' | 'current';
}

export interface RunParts extends JournalParts {
  readonly client: MirrorClient;
  readonly pageSize: number;
  readonly onLostCursor: 'bootstrap' | 'throw';
  readonly onProgress: (progress: MirrorProgress) => void;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly follow?: 'poll' | 'live' | undefined;
  readonly pollIntervalMs?: number | undefined;
  /** Read everything anew, whatever the state. */
  readonly rebuild?: boolean | undefined;
}

/** Bootstraps in a row that found their cursor lost at once; then the server does not know its own cursors. */
const MAX_LOST_BOOTSTRAPS = 3;
/** Without changes, a new cursor is still stored this often: cursors expire after 90 days. */
const SAVE_QUIET_CURSOR_MS = 3_600_000;
const NO_ROWS: RowChanges = { upserts: [], removals: [] };
const LOST_CURSOR: ReadonlySet<string> = new Set(['cursor_expired', 'invalid_cursor']);

/**
 * Goes on from the stored state, whatever stopped the last run: begins or continues the bootstrap, then reads the stream to
 * its end, or for ever with `follow`. A cursor that the server no longer takes starts a new bootstrap, which keeps the rows
 * and in the end deletes those that are gone.
 */
export async function runMirror(parts: RunParts, options: RunOptions): Promise<MirrorTotals> {
  const run = createRun(parts, await openJournal(parts), options);
  let anew = options.rebuild === true || run.state() === null;
  for (let lost = 0; ; ) {
    try {
      if (anew) await run.beginBootstrap();
      anew = false;
      await run.readHistory();
      await run.readStream(() => {
        lost = 0;
      });
      return run.totals();
    } catch (error) {
      const isLost = error instanceof CausewayError && LOST_CURSOR.has(error.code);
      if (!isLost || parts.onLostCursor === 'throw' || lost === MAX_LOST_BOOTSTRAPS) throw error;
      lost += 1;
      anew = true;
    }
  }
}

function createRun(parts: RunParts, journal: Journal, options: RunOptions) {
  const { client, pageSize, filter } = parts;
  const query = { ...toQuery(filter), limit: pageSize };
  const call = { signal: options.signal };
  let totals: MirrorTotals = { bootstraps: 0, pages: 0, upserts: 0, removals: 0 };

  const report = (phase: MirrorProgress['phase'], rows: RowChanges) => {
    totals = {
      ...totals,
      pages: totals.pages + 1,
      upserts: totals.upserts + rows.upserts.length,
      removals: totals.removals + rows.removals.length,
    };
    parts.onProgress({ phase, ...totals });
  };

  return {
    state: () => journal.state,
    totals: () => totals,
    /** The head first: whatever changes while history is read comes after it in the stream. */
    beginBootstrap: async () => {
      const head = await client.syncTransactions(query, call);
      const generation = (journal.state?.generation ?? 0) + 1;
      await journal.save(NO_ROWS, { phase: 'bootstrapping', cursor: head.nextCursor, listCursor: null, generation });
      totals = { ...totals, bootstraps: totals.bootstraps + 1 };
    },
    /** Reads the rest of history, if any is left to read. */
    readHistory: async () => {
      for (let state = current(journal); state.phase === 'bootstrapping'; state = current(journal)) {
        const page = await client.listTransactions({ ...query, cursor: state.listCursor }, call);
        const rows = { upserts: lastById(page.data), removals: [] };
        const listCursor = page.pagination.nextCursor;
        const phase = listCursor === null ? 'following' : 'bootstrapping';
        const { cursor, generation } = state;
        await journal.save(rows, { phase, cursor, listCursor, generation });
        report('bootstrapping', rows);
      }
    },
    readStream: async (onPage: () => void) => {
      const { follow, pollIntervalMs } = options;
      const { cursor, generation } = current(journal);
      const pages = client.stream.pages({ ...query, cursor, follow, pollIntervalMs }, call);
      for await (const { events, nextCursor, hasMore } of pages) {
        onPage();
        const rows = toRowChanges(events);
        const quietMs = parts.nowMs() - current(journal).savedAtMs;
        if (events.length > 0 || quietMs > SAVE_QUIET_CURSOR_MS)
          await journal.save(rows, { phase: 'following', cursor: nextCursor, listCursor: null, generation });
        report(hasMore ? 'catchingUp' : 'current', rows);
      }
    },
  };
}

function current({ state }: Journal): MirrorState {
  if (state === null) throw new Error('a mirror without a state has to begin a bootstrap first');
  return state;
}

function toQuery({ accountId, connectionId }: MirrorFilter): { accountId?: string; connectionId?: string } {
  return { ...(accountId === null ? {} : { accountId }), ...(connectionId === null ? {} : { connectionId }) };
}

/** Later wins; an id that comes twice is stored once. */
function lastById(transactions: readonly Transaction[]): Transaction[] {
  return [...new Map(transactions.map((transaction) => [transaction.id, transaction])).values()];
}

/** What a page's events come to: of each transaction, its last one counts. */
export function toRowChanges(events: readonly TransactionEvent[]): RowChanges {
  const last = new Map<string, TransactionEvent>();
  for (const event of events) last.set(event.type === 'removed' ? event.transactionId : event.transaction.id, event);
  const upserts: Transaction[] = [];
  const removals: string[] = [];
  for (const event of last.values())
    if (event.type === 'removed') removals.push(event.transactionId);
    // No `fields` were asked for, so every transaction is whole.
    else upserts.push(event.transaction as Transaction);
  return { upserts, removals };
}
