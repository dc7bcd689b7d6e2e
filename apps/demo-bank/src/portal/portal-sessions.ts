import { randomBytes } from 'node:crypto';
import type { Instant } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from '../delegated-user.ts';
import { toUserId } from '../delegated-users.ts';
import type { Challenge } from './challenge.ts';
import type { PortalRules } from './looks/look.ts';
import type { Step } from './looks/parts.ts';
import { Pace } from './pace.ts';
import type { UserDraft } from './user-draft.ts';

const MAX_SESSIONS = 10_000;
const MAX_PINNED_SEARCHES = 100;

/** Who has signed in, or is about to. */
export type Visitor =
  | { readonly kind: 'owner'; readonly companyId: string }
  | { readonly kind: 'delegated'; readonly key: DelegatedUserKey };

/** One visit to a portal, from the first page on. It lives in memory only; a restart ends all visits. */
export class PortalSession {
  readonly bankId: string;
  /** Stands in the visit's cookie. */
  token = createToken();
  /** Stands in every form of the visit, so that no other site can send one. */
  formToken = createToken();
  readonly startedAtMs: number;
  readonly pace = new Pace();
  usedAtMs: number;
  /** The layout in which the visit is shown. */
  layout: 1 | 2;
  /** What was entered on the first of two sign-in pages. */
  identified: { readonly companyId: string; readonly username: string } | null = null;
  visitor: Visitor | null = null;
  /** What still stands between the visitor and the accounts. */
  steps: Step[] = [];
  challenge: Challenge | null = null;
  /** The secret of an authenticator app that is being set up. */
  enrolSecret: string | null = null;
  /** A text to show once, on the next page. */
  message: string | null = null;
  draft: UserDraft | null = null;
  /** The moment that all pages of a search show, by search. */
  readonly searchMoments = new Map<string, Instant>();

  constructor(bankId: string, layout: 1 | 2, nowMs: number) {
    this.bankId = bankId;
    this.layout = layout;
    this.startedAtMs = nowMs;
    this.usedAtMs = nowMs;
  }

  /** Whether the visitor is through with everything and may see accounts or users. */
  get isOpen(): boolean {
    return this.visitor !== null && this.steps.length === 0;
  }

  /** The text for the next page, which is forgotten with that. */
  takeMessage(): string | null {
    const message = this.message;
    this.message = null;
    return message;
  }

  /** Remembers when a search was begun; the oldest one is forgotten beyond the bound. */
  pinSearch(search: string, at: Instant): void {
    this.searchMoments.delete(search);
    this.searchMoments.set(search, at);
    const [oldest] = this.searchMoments.keys();
    if (this.searchMoments.size > MAX_PINNED_SEARCHES && oldest !== undefined) this.searchMoments.delete(oldest);
  }
}

/** All visits to all portals, by the token in their cookie. They end in real time, whatever the bank's clock shows. */
export class PortalSessions {
  readonly #now: () => Date;
  readonly #rules: ReadonlyMap<string, PortalRules['session']>;
  /** Least recently used first. */
  readonly #visits = new Map<string, PortalSession>();

  constructor(now: () => Date, rules: ReadonlyMap<string, PortalRules['session']>) {
    this.#now = now;
    this.#rules = rules;
  }

  /** Begins a visit. */
  begin(bankId: string, layout: 1 | 2): PortalSession {
    this.#dropEnded();
    const [leastUsed] = this.#visits.keys();
    if (this.#visits.size >= MAX_SESSIONS && leastUsed !== undefined) this.#visits.delete(leastUsed);
    const session = new PortalSession(bankId, layout, this.#now().getTime());
    this.#visits.set(session.token, session);
    return session;
  }

  /** The visit of a token at a bank, whose idle time begins anew; null when there is none, or none any more. */
  touch(bankId: string, token: string): PortalSession | null {
    this.#dropEnded();
    const session = this.#visits.get(token);
    if (session === undefined || session.bankId !== bankId) return null;
    session.usedAtMs = this.#now().getTime();
    this.#visits.delete(token);
    this.#visits.set(token, session);
    return session;
  }

  /** Gives a visit new tokens; the old ones are worth nothing from now on. */
  renew(session: PortalSession): void {
    this.#visits.delete(session.token);
    session.token = createToken();
    session.formToken = createToken();
    this.#visits.set(session.token, session);
  }

  end({ token }: PortalSession): void {
    this.#visits.delete(token);
  }

  /** Ends all visits of a user. */
  endAllOf(key: DelegatedUserKey): void {
    for (const [token, { visitor }] of this.#visits) {
      if (visitor?.kind === 'delegated' && toUserId(visitor.key) === toUserId(key)) this.#visits.delete(token);
    }
  }

  #dropEnded(): void {
    const nowMs = this.#now().getTime();
    for (const [token, { bankId, usedAtMs, startedAtMs }] of this.#visits) {
      const rules = this.#rules.get(bankId);
      if (rules === undefined) throw new Error('a visit belongs to a bank of the house');
      if (nowMs - usedAtMs >= rules.idleMs || nowMs - startedAtMs >= rules.longestMs) this.#visits.delete(token);
    }
  }
}

function createToken(): string {
  return randomBytes(32).toString('base64url');
}
