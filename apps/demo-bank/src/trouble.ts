import type { Instant } from '@causeway/bank-simulator';

/** What can go wrong at the bank for one user. */
export const troubleKinds = [
  'maintenance',
  'down',
  'rateLimited',
  'passwordExpired',
  'locked',
  'missingPermission',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** Trouble that was ordered for a user. It lasts until it is taken back, except maintenance, which ends by itself. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** Requests that still pass before it strikes. */
  readonly passing: number;
  /** When maintenance ends, in bank time; null before it has struck, and for all other kinds. */
  readonly until: Instant | null;
}
