import { type Clock, sleep, systemClock } from '../clock.ts';
import { CausewayError, isPassing } from '../errors.ts';
import { jitterMs, retryDelayMs } from '../retry.ts';
import { type MirrorClient, type MirrorProgress, type MirrorTotals, type RunParts, runMirror } from './run.ts';
import type { MirrorFilter, MirrorStorage } from './storage.ts';
import { type MirrorReport, type VerifyOptions, verifyMirror } from './verify.ts';

/** What to mirror, from where, and into which storage. */
export interface MirrorOptions {
  readonly client: MirrorClient;
  readonly storage: MirrorStorage;
  /** Mirror one account or one connection only. Fixed once the mirror exists. */
  readonly filter?: Partial<MirrorFilter> | undefined;
  /** Rows of a page, which are stored in one transaction; 500 by default, 500 at most. */
  readonly pageSize?: number | undefined;
  /** Called after each page was stored. */
  readonly onProgress?: ((progress: MirrorProgress) => void) | undefined;
  /**
   * What to do when the server does not take the stored cursor any more: it is too old, or the server was set back. A new
   * bootstrap keeps the rows and makes them exact again; `throw` leaves that to the caller.
   */
  readonly onLostCursor?: 'bootstrap' | 'throw' | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
}

/** How to learn of changes, and when to stop. */
export interface FollowOptions {
  /** Ends following. */
  readonly signal: AbortSignal;
  /** `live` (the default) is told of changes at once; `poll` asks every `pollIntervalMs`. */
  readonly mode?: 'live' | 'poll' | undefined;
  readonly pollIntervalMs?: number | undefined;
  /** Told of every wait for the server to come back. */
  readonly onWait?: ((wait: { readonly delayMs: number; readonly cause: unknown }) => void) | undefined;
}

/** An exact copy of the server's transactions, kept in a storage of one's own. */
export interface Mirror {
  /** Makes the copy exact as of now. Goes on wherever an earlier call, in whatever process, was stopped. */
  catchUp(options?: { readonly signal?: AbortSignal | undefined }): Promise<MirrorTotals>;
  /** Keeps the copy exact until the signal is aborted; waits for the server where it does not answer. */
  follow(options: FollowOptions): Promise<void>;
  /** Reads everything anew, in place. Rows stay readable meanwhile; those that are gone are deleted in the end. */
  rebuild(options?: { readonly signal?: AbortSignal | undefined }): Promise<MirrorTotals>;
  /** Proves, account by account, that the copy equals the server. */
  verify(options?: VerifyOptions): Promise<MirrorReport>;
}

const MAX_WAIT_MS = 60_000;
const BASE_WAIT_MS = 500;

/** Makes a mirror. Nothing is read or written before the first call; one call at a time. */
export function createMirror(options: MirrorOptions): Mirror {
  const { client, storage, clock = systemClock, random = Math.random } = options;
  const pageSize = options.pageSize ?? 500;
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 500)
    throw new TypeError('pageSize must be a whole number from 1 to 500.');
  const filter = {
    accountId: options.filter?.accountId ?? null,
    connectionId: options.filter?.connectionId ?? null,
  };
  const parts: RunParts = {
    client,
    storage,
    filter,
    pageSize,
    environment: client.environment,
    nowMs: clock.nowMs,
    onLostCursor: options.onLostCursor ?? 'bootstrap',
    onProgress: options.onProgress ?? (() => undefined),
  };
  return {
    catchUp: ({ signal } = {}) => runMirror(parts, { signal }),
    rebuild: ({ signal } = {}) => runMirror(parts, { signal, rebuild: true }),
    follow: (following) => followForever(parts, following, { clock, random }),
    verify: (verifying = {}) => {
      const catchUp = () => runMirror(parts, { signal: verifying.signal });
      return verifyMirror({ client, storage, filter, clock, catchUp }, verifying);
    },
  };
}

async function followForever(
  parts: RunParts,
  { signal, mode = 'live', pollIntervalMs, onWait }: FollowOptions,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Promise<void> {
  let failures = 0;
  const onProgress = (progress: MirrorProgress) => {
    failures = 0;
    parts.onProgress(progress);
  };
  while (!signal.aborted) {
    try {
      await runMirror({ ...parts, onProgress }, { signal, follow: mode, pollIntervalMs });
    } catch (error) {
      if (signal.aborted) return;
      // Storage errors and refusals are for the caller; a server that does not answer well right now is waited for.
      if (!isPassing(error) && !(error instanceof CausewayError && error.status >= 500)) throw error;
      const policy = { baseDelayMs: BASE_WAIT_MS, maxDelayMs: MAX_WAIT_MS };
      const delayMs = retryDelayMs(error, failures, policy, random) ?? waitLong(error, failures, random);
      failures += 1;
      onWait?.({ delayMs, cause: error });
      await sleep(clock, delayMs, signal).catch(() => undefined);
    }
  }
}

/** For a server's own fault, and for one that asks for more patience than a mirror should have. */
function waitLong(error: unknown, failures: number, random: () => number): number {
  const asked = error instanceof CausewayError && error.retryAfterSeconds !== null;
  return asked ? MAX_WAIT_MS : jitterMs(failures, { baseDelayMs: BASE_WAIT_MS, maxDelayMs: MAX_WAIT_MS }, random);
}
