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
  readonly session: PortalSession;
  readonly virtualMs: number | null;
  #token: string;

  constructor(
    { request, reply, parts }: { request: FastifyRequest; reply: FastifyReply; parts: BankParts },
    { token, session, virtualMs }: { token: string; session: PortalSession; virtualMs: number | null },
  ) {
    this.request = request;
    this.reply = reply;
    this.parts = parts;
    this.session = session;
    this.virtualMs = virtualMs;
    this.#token = token;
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
    this.#token = this.parts.portalSessions.renew(this.#token, this.session);
    setSessionCookie(this.reply, this.session.bankId, this.#token);
  }

  /** Ends the visit and begins another, which shows a message. */
  endWith(message: string): void {
    this.parts.portalSessions.end(this.#token);
    const { token, session } = this.parts.portalSessions.begin(this.session.bankId, this.session.layout);
    session.message = message;
    setSessionCookie(this.reply, this.session.bankId, token);
  }

  redirect(rest: string): FastifyReply {
    return this.reply.code(303).header('cache-control', 'no-store').header('location', this.path(rest)).send();
  }
}
