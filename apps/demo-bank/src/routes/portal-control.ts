import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DelegatedUser, MAX_REJECTED_SIGN_INS } from '../delegated-user.ts';
import { Fields, textRules } from '../fields.ts';
import { accessOf, changeAccess } from '../portal/access.ts';
import { secondFactors } from '../portal/looks/parts.ts';
import { mergeSettings, type PortalSettings } from '../portal/portal-settings.ts';
import { refuse, refuseFields } from '../refusal.ts';
import type { BankParts } from './bank-parts.ts';
import { guardControl } from './control-guard.ts';

const MAX_DELAY_SECONDS = 3_600;
const SETTING_NAMES = [
  'layout',
  'secondFactor',
  'slowdown',
  'emailDelaySeconds',
  'notices',
  'downloads',
  'maintenance',
];

/** Routes by which tests and the sandbox switch what a portal does. They answer on loopback only. */
export function registerPortalControlRoutes(app: FastifyInstance, parts: BankParts): void {
  guardControl(app);
  app.get('/portal', (request, reply) => showSettings(request, reply, parts));
  app.post('/portal', (request, reply) => orderSettings(request, reply, parts));
  app.post('/portal/user', (request, reply) => orderForUser(request, reply, parts));
}

/** Tells what holds: of the bank, or of one user with `?companyId=…&username=…`. */
function showSettings(request: FastifyRequest, reply: FastifyReply, parts: BankParts): FastifyReply {
  const whom = readWhom(request.query, parts);
  if (whom.errors.length > 0) return refuseFields(reply, whom.errors);
  if (whom.isUser && whom.user === null) return refuseUnknownUser(reply);
  return sendSettings(reply, parts, whom.user);
}

/**
 * Switches a portal: for all users of the bank, or for one with `companyId` and `username`. `null` takes a setting back.
 * What is not named stays.
 */
async function orderSettings(request: FastifyRequest, reply: FastifyReply, parts: BankParts): Promise<FastifyReply> {
  const { keeper, users, personality } = parts;
  const whom = readWhom(request.body, parts);
  const { change, errors } = readSettings(request.body);
  if (whom.errors.length + errors.length > 0) return refuseFields(reply, [...whom.errors, ...errors]);
  if (whom.isUser && whom.user === null) return refuseUnknownUser(reply);
  const { user } = whom;
  if (user === null) {
    keeper.portals.set(personality.id, change(keeper.portals.get(personality.id) ?? {}));
    await keeper.save();
    return sendSettings(reply, parts, null);
  }
  const changed = await changeAccess(users, user, ({ settings }) => ({ settings: change(settings) }));
  return sendSettings(reply, parts, changed);
}

/** Makes something happen to one user at once: `{ companyId, username, action }`. */
async function orderForUser(request: FastifyRequest, reply: FastifyReply, parts: BankParts): Promise<FastifyReply> {
  const { users, portalSessions, sessions } = parts;
  const fields = new Fields(request.body);
  const action = fields.choice('action', [
    'endSessions',
    'expirePassword',
    'lock',
    'unlock',
    'showNotice',
    'forgetAuthenticator',
  ]);
  const whom = readWhom(request.body, parts);
  if (action === null || whom.errors.length > 0) return refuseFields(reply, [...fields.errors, ...whom.errors]);
  const { user } = whom;
  if (user === null) return refuseUnknownUser(reply);
  switch (action) {
    case 'endSessions':
      break;
    case 'expirePassword':
      await users.change(user, (now) => ({
        ...now,
        trouble: { kind: 'passwordExpired', passing: 0, until: null, once: false },
      }));
      break;
    case 'lock':
      await users.change(user, (now) => ({ ...now, rejectedSignIns: MAX_REJECTED_SIGN_INS }));
      break;
    case 'unlock':
      await users.change(user, (now) => ({
        ...now,
        rejectedSignIns: 0,
        portal: { ...accessOf(now), rejectedCodes: 0 },
      }));
      break;
    case 'showNotice':
      await changeAccess(users, user, () => ({ acceptedNotices: [] }));
      break;
    case 'forgetAuthenticator':
      await changeAccess(users, user, () => ({ totp: null }));
      break;
  }
  if (action === 'endSessions' || action === 'lock') {
    portalSessions.endAllOf(user);
    sessions.endAllOf(user);
  }
  return reply.send({ companyId: user.companyId, username: user.username, action });
}

/** Whom an order is for: the bank where no user is named; `user` is null where the one named does not exist. */
function readWhom(values: unknown, { users, personality }: BankParts) {
  const fields = new Fields(values);
  const username = fields.optionalText('username', textRules.username);
  const companyId = fields.optionalText('companyId', textRules.companyId);
  if (username === null && companyId === null) return { errors: fields.errors, isUser: false, user: null };
  if (companyId === null) fields.reject('companyId', 'is missing; name the company of the user');
  if (username === null) fields.reject('username', 'is missing; name the user');
  const user = users.find({ bankId: personality.id, companyId: companyId ?? '', username: username ?? '' });
  return { errors: fields.errors, isUser: true, user };
}

/** Reads what to change of settings, with what is wrong. */
function readSettings(body: unknown) {
  const fields = new Fields(body);
  const sent = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const set: Record<string, unknown> = {};
  for (const name of SETTING_NAMES.filter((each) => sent.has(each) && sent.get(each) !== null)) {
    const value: unknown = sent.get(name);
    if (isSettingValue(name, value)) set[name] = value;
    else fields.reject(name, `is not valid; ${describeSetting(name)}`);
  }
  const removed = SETTING_NAMES.filter((name) => sent.get(name) === null);
  const change = (settings: PortalSettings): PortalSettings => {
    const kept = Object.entries(settings).filter(([name]) => !removed.includes(name));
    return { ...Object.fromEntries(kept), ...set };
  };
  return { change, errors: fields.errors };
}

function isSettingValue(name: string, value: unknown): boolean {
  if (name === 'layout') return value === 1 || value === 2;
  if (name === 'secondFactor') return [...secondFactors, 'none'].some((each) => each === value);
  if (name !== 'emailDelaySeconds') return typeof value === 'boolean';
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_DELAY_SECONDS;
}

function describeSetting(name: string): string {
  if (name === 'layout') return 'write 1 or 2';
  if (name === 'secondFactor') return `use one of ${[...secondFactors, 'none'].join(', ')}`;
  return name === 'emailDelaySeconds' ? `write a whole number from 0 to ${MAX_DELAY_SECONDS}` : 'write true or false';
}

function sendSettings(
  reply: FastifyReply,
  { keeper, personality }: BankParts,
  user: DelegatedUser | null,
): FastifyReply {
  const ofBank = keeper.portals.get(personality.id) ?? {};
  return reply.send({ settings: mergeSettings(ofBank, user === null ? {} : accessOf(user).settings) });
}

function refuseUnknownUser(reply: FastifyReply): FastifyReply {
  const message = 'The company has no delegated user of this name; its owner creates it first.';
  return refuse(reply, 404, { code: 'user_not_found', message });
}
