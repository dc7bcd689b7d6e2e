import type { Instant } from '@causeway/bank-simulator';

/** What can be ordered to go wrong at the bank for one user. */
export const troubleKinds = [
  'maintenance',
  'down',
  'rateLimited',
  'passwordExpired',
  'locked',
  'missingPermission',
  'codeRequired',
] as const;

/** The same, and a download in another layout: no refusal, so it is never met, only shown. */
export type TroubleKind = (typeof troubleKinds)[number] | 'layoutChanged';

/**
 * Trouble that was ordered for a user. It lasts until it is taken back, except maintenance, which ends by itself, and
 * trouble for one visit.
 */
export interface Trouble {
  readonly kind: TroubleKind;
  /** Requests that still pass before it strikes. */
  readonly passing: number;
  /** When maintenance ends, in bank time; null before it has struck, and for all other kinds. */
  readonly until: Instant | null;
  /** Whether it strikes the next sign-in only and is over with it. Sessions that are open meet nothing of it. */
  readonly once: boolean;
}
