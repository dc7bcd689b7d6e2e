import type { IncomingHttpHeaders } from 'node:http';
import { findEpochMs, toInstant } from '@causeway/bank-simulator';
import type { DelegatedUser } from './delegated-user.ts';
import { Instances } from './instances.ts';

/** The virtual time that a request asks for: milliseconds since the epoch, null for none, or what is wrong with it. */
export type VirtualTime =
  | { readonly ok: true; readonly virtualMs: number | null }
  | { readonly ok: false; readonly message: string };

/** Reads `Causeway-Virtual-Time`. With a user, the time must also lie within the reach of the user's simulation. */
export function readVirtualTime(headers: IncomingHttpHeaders, user: DelegatedUser | null): VirtualTime {
  const text = headers['causeway-virtual-time'];
  if (text === undefined) return { ok: true, virtualMs: null };
  const virtualMs = typeof text === 'string' ? findEpochMs(text) : null;
  if (virtualMs === null) {
    return { ok: false, message: 'Causeway-Virtual-Time is not RFC 3339 in UTC, such as 2026-11-20T06:02:11Z.' };
  }
  const latestMs = user === null ? null : Instances.latestVirtualMs(user);
  if (latestMs !== null && virtualMs > latestMs) {
    return { ok: false, message: `Causeway-Virtual-Time is too far ahead; go no further than ${toInstant(latestMs)}.` };
  }
  return { ok: true, virtualMs };
}
