import { callRaw } from './call.ts';
import { CallError } from './call-error.ts';
import { closedBy, comesBack, pauseFor, readMessages } from './event-stream.ts';
import type { Schemas } from './operation-types.ts';

/** Whether changes are told as they come; `ended` when nothing brings them back but a new page. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused' | 'ended';

export interface FollowerParts {
  /** Opens the stream after a cursor; throws what `callRaw` throws. */
  open(cursor: string | null, signal: AbortSignal): Promise<Response>;
  onState(state: LiveState): void;
  onEvent(type: Schemas['WebhookEventType']): void;
  /** Changes are told from now on, and something may have been missed since the last of them, or since the page was opened. */
  onGap(): void;
  /** Resolves when it is time for another try. */
  pause(signal: AbortSignal): Promise<void>;
}

/** Follows the event log while it is wanted, and goes on from where it was. */
export interface LiveFollower {
  resume(): void;
  /** Gives the connection up, of which browsers have few. */
  pause(): void;
}

const RETRY_MS = 2_000;

/** Begins paused. After a break it goes on from its cursor, and tells of a gap where there is none or it is not taken any more. */
export function createLiveFollower(parts: FollowerParts): LiveFollower {
  let cursor: string | null = null;
  let current: AbortController | null = null;
  let hasTried = false;

  async function readOnce(signal: AbortSignal): Promise<void> {
    // What the page reads at its beginning is as late as its first try; what came before a later one may be on no page.
    const leavesGap = hasTried && cursor === null;
    hasTried = true;
    const response = await parts.open(cursor, signal);
    for await (const message of readMessages(response)) {
      if (message.event === 'stream.close') throw closedBy(message.data);
      if (message.event === 'stream.open') {
        parts.onState('live');
        if (leavesGap) parts.onGap();
      }
      // One of the contract's types; what came without data only moves the place on.
      else if (message.data !== '') parts.onEvent(message.event as Schemas['WebhookEventType']);
      if (message.id !== null) cursor = message.id;
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await readOnce(signal);
      } catch (cause) {
        signal.throwIfAborted();
        if (isCursorLost(cause)) cursor = null;
        else if (!comesBack(cause)) {
          parts.onState('ended');
          return;
        }
      }
      parts.onState('reconnecting');
      await parts.pause(signal);
    }
  }

  return {
    resume: () => {
      if (current !== null) return;
      current = new AbortController();
      parts.onState(cursor === null ? 'connecting' : 'reconnecting');
      // Ends by the signal only, or with a state that says so.
      follow(current.signal).catch(() => undefined);
    },
    pause: () => {
      current?.abort();
      current = null;
      parts.onState('paused');
    },
  };
}

function isCursorLost(cause: unknown): boolean {
  return cause instanceof CallError && (cause.code === 'cursor_expired' || cause.code === 'invalid_cursor');
}

/** How pages follow the log of their tenant. */
export const overTheNetwork: Pick<FollowerParts, 'open' | 'pause'> = {
  open: (cursor, signal) =>
    callRaw('streamEvents', {}, { signal, headers: cursor === null ? {} : { 'last-event-id': cursor } }),
  pause: (signal) => pauseFor(RETRY_MS, signal),
};
