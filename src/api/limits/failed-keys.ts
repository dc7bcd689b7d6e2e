import { networkOf } from './network-of.ts';
import type { QuotaState } from './quota.ts';

const WINDOW_SECONDS = 60;
/** Addresses that are watched at once; of more, those seen first are forgotten. */
const MANY_ADDRESSES = 10_000;

/** Counts refused keys by the address that they come from. */
export interface FailedKeys {
  /** Notes one more; the limit, once there were more than it allows. */
  note(address: string): QuotaState | null;
}

/**
 * Keeps an address from trying keys without end. A key that is accepted is never refused for what others at its address have
 * tried; those that are not all get the same answer in the end, which no longer tells an expired key from an unknown one. Counted in
 * this process alone.
 */
export function createFailedKeys(perMinute: number, nowMs: () => number): FailedKeys {
  const seen = new Map<string, { count: number; readonly untilMs: number }>();
  return {
    note: (address) => {
      if (perMinute === 0) return null;
      const now = nowMs();
      const source = networkOf(address);
      const known = seen.get(source);
      if (known === undefined || now >= known.untilMs) {
        seen.delete(source);
        for (const oldest of seen.keys()) {
          if (seen.size < MANY_ADDRESSES) break;
          seen.delete(oldest);
        }
        seen.set(source, { count: 1, untilMs: now + WINDOW_SECONDS * 1_000 });
        return null;
      }
      known.count += 1;
      if (known.count <= perMinute) return null;
      const resetSeconds = (known.untilMs - now) / 1_000;
      return { name: 'refused-keys', quota: perMinute, windowSeconds: WINDOW_SECONDS, remaining: 0, resetSeconds };
    },
  };
}
