import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DelegatedUser } from '../delegated-user.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import { accessOf } from './access.ts';
import { setSessionCookie } from './cookies.ts';
import type { Look } from './looks/look.ts';
import type { PortalSession } from './portal-sessions.ts';
import { type EffectiveSettings, mergeSettings } from './portal-settings.ts';

/** One request within a visit to a portal. */
export class Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly parts: BankParts;
  readonly virtualMs: number | null;
  #session: PortalSession;

  constructor(
    { request, reply, parts }: { request: FastifyRequest; reply: FastifyReply; parts: BankParts },
    { session, virtualMs }: { session: PortalSession; virtualMs: number | null },
  ) {
    this.request = request;
    this.reply = reply;
    this.parts = parts;
    this.#session = session;
    this.virtualMs = virtualMs;
  }

  get session(): PortalSession {
    return this.#session;
  }

  get look(): Look {
    return this.parts.personality.portal.looks[this.session.layout];
  }

  get rules() {
    return this.parts.personality.portal.rules;
  }

  /** Real time. */
  get nowMs(): number {
    return this.parts.now().getTime();
  }

  /** The present state of the delegated user who signs in or has signed in; null for an owner and for nobody. */
  get user(): DelegatedUser | null {
    const { visitor } = this.session;
    return visitor?.kind === 'delegated' ? this.parts.users.find(visitor.key) : null;
  }

  get settings(): EffectiveSettings {
    const { user } = this;
    const { keeper, personality } = this.parts;
    return mergeSettings(keeper.portals.get(personality.id) ?? {}, user === null ? {} : accessOf(user).settings);
  }

  /** A path of this portal. */
  path(rest: string): string {
    return `/${this.parts.personality.id}/portal/${rest}`;
  }

  /** Gives the visit a new cookie, because from now on it is worth more than before. */
  renew(): void {
    this.parts.portalSessions.renew(this.session);
    setSessionCookie(this.reply, this.session.bankId, this.session.token);
  }

  /** Ends the visit and begins another, which knows nothing of the one before. */
  startAnew(): PortalSession {
    const { bankId, layout } = this.session;
    this.parts.portalSessions.end(this.session);
    this.#session = this.parts.portalSessions.begin(bankId, layout);
    setSessionCookie(this.reply, bankId, this.session.token);
    return this.session;
  }

  /** Ends the visit and begins another, which shows a message. */
  endWith(message: string): void {
    this.startAnew().message = message;
  }

  redirect(rest: string): FastifyReply {
    return this.reply.code(303).header('cache-control', 'no-store').header('location', this.path(rest)).send();
  }
}
