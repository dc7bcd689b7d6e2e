import { randomBytes } from 'node:crypto';
import type { Instant } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from './delegated-user.ts';
import { toUserId } from './delegated-users.ts';

/** Idle time after which a session ends. */
export const SESSION_IDLE_MS = 10 * 60_000;
const MAX_SESSIONS = 10_000;
const MAX_PINNED_EXPORTS = 100;

/** A signed-in user. Sessions live in memory only; a restart ends them all. */
export interface Session {
  readonly token: string;
  readonly userKey: DelegatedUserKey;
  /** In which of the bank's two layouts it shows downloads. */
  readonly layout: 1 | 2;
  /** The moment at which each export was begun, so that all its pages show the same state. */
  readonly exportMoments: Map<string, Instant>;
}

/** All open sessions. */
export class Sessions {
  readonly #now: () => Date;
  /** Least recently used first. */
  readonly #open = new Map<string, { session: Session; usedAtMs: number }>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  create({ bankId, companyId, username }: DelegatedUserKey, layout: 1 | 2): Session {
    this.#dropIdle();
    const [leastUsed] = this.#open.keys();
    if (this.#open.size >= MAX_SESSIONS && leastUsed !== undefined) this.#open.delete(leastUsed);
    const token = randomBytes(32).toString('base64url');
    const session: Session = { token, userKey: { bankId, companyId, username }, layout, exportMoments: new Map() };
    this.#open.set(token, { session, usedAtMs: this.#now().getTime() });
    return session;
  }

  /** The session of a token, whose idle time begins anew; null when there is none, or none any more. */
  touch(token: string): Session | null {
    this.#dropIdle();
    const entry = this.#open.get(token);
    if (entry === undefined) return null;
    this.#open.delete(token);
    this.#open.set(token, { session: entry.session, usedAtMs: this.#now().getTime() });
    return entry.session;
  }

  end(token: string): void {
    this.#open.delete(token);
  }

  /** Ends every session of a user. */
  endAllOf(key: DelegatedUserKey): void {
    for (const [token, { session }] of this.#open) {
      if (toUserId(session.userKey) === toUserId(key)) this.#open.delete(token);
    }
  }

  #dropIdle(): void {
    const idleSinceMs = this.#now().getTime() - SESSION_IDLE_MS;
    for (const [token, { usedAtMs }] of this.#open) {
      if (usedAtMs > idleSinceMs) break;
      this.#open.delete(token);
    }
  }
}

/** Remembers when an export was begun; the oldest export of the session is forgotten beyond the bound. */
export function pinExport({ exportMoments }: Session, exportName: string, at: Instant): void {
  exportMoments.delete(exportName);
  exportMoments.set(exportName, at);
  const [oldest] = exportMoments.keys();
  if (exportMoments.size > MAX_PINNED_EXPORTS && oldest !== undefined) exportMoments.delete(oldest);
}
