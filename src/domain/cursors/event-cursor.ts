import type { Environment } from '../environment.ts';
import { EVENT_LIFE_MS } from '../webhooks/webhook-schedule.ts';
import { keepFewOpen, type SeenTransactions } from './database-snapshot.ts';
import { type CursorKind, openCursor, sealCursor } from './sealed-cursor.ts';
import type { CursorKeys } from './stream-cursor.ts';

/** Place of a reader in the event log. */
export interface EventPlace {
  readonly seen: SeenTransactions;
  /** UUID of the time in which ids of transactions mean what they meant when the place was reached. */
  readonly era: string;
  /** When the reader had last seen everything, in milliseconds since the epoch: what it has not seen is no older. */
  readonly issuedAtMs: number;
}

export interface EventScope {
  readonly organizationId: string;
  readonly environment: Environment;
}

/**
 * After this a cursor is refused. Events are kept for longer by a day, because one that is written at the end of a long run has the time of
 * the run's beginning.
 */
export const EVENT_CURSOR_LIFE_MS = EVENT_LIFE_MS - 86_400_000;

const EVENT_CURSOR: CursorKind = { prefix: 'ec_', version: 1, maxText: 512 };
/** Transactions under way that a cursor names. With more of them it is a lower bound, and some events come twice. */
const MOST_OPEN = 64;
const ERA_BYTES = 16;
const HEAD_BYTES = ERA_BYTES + 8 + 8;

/** Opaque text of a place: the era, the time of issue, the transactions seen. */
export function encodeEventCursor(place: EventPlace, scope: EventScope, keys: CursorKeys): string {
  const { next, open } = keepFewOpen(place.seen, MOST_OPEN);
  const payload = new Uint8Array(HEAD_BYTES + 4 * open.length);
  const view = new DataView(payload.buffer);
  payload.set(Buffer.from(place.era.replaceAll('-', ''), 'hex'));
  view.setBigUint64(ERA_BYTES, BigInt(place.issuedAtMs));
  view.setBigUint64(ERA_BYTES + 8, next);
  // PostgreSQL lets no transaction live for longer than two thousand million others, so the distance fits.
  for (const [index, id] of open.entries()) view.setUint32(HEAD_BYTES + 4 * index, Number(next - id));
  return sealCursor(EVENT_CURSOR, payload, boundTo(scope), keys);
}

/** The place behind a cursor; null for anything that was not issued for this tenant's log. */
export function decodeEventCursor(text: string, scope: EventScope, keys: CursorKeys): EventPlace | null {
  const payload = openCursor(EVENT_CURSOR, text, boundTo(scope), keys);
  if (payload === null) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const next = view.getBigUint64(ERA_BYTES + 8);
  const open: bigint[] = [];
  for (let at = HEAD_BYTES; at < payload.length; at += 4) open.push(next - BigInt(view.getUint32(at)));
  const era = Buffer.from(payload.subarray(0, ERA_BYTES)).toString('hex');
  return {
    seen: { next, open },
    era: era.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    issuedAtMs: Number(view.getBigUint64(ERA_BYTES)),
  };
}

function boundTo({ organizationId, environment }: EventScope): string {
  return JSON.stringify(['events', organizationId, environment]);
}
