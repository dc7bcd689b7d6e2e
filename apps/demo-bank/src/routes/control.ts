import { scenarioKinds } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DelegatedUser } from '../delegated-user.ts';
import { Fields, textRules } from '../fields.ts';
import { refuse, refuseFields } from '../refusal.ts';
import { troubleKinds } from '../trouble.ts';
import type { HouseParts } from './bank-parts.ts';
import { guardControl } from './control-guard.ts';

type UserRequest = FastifyRequest<{ Params: { username: string } }>;

/** Routes by which tests and the sandbox pull the strings of the bank. They answer on loopback only. */
export function registerControlRoutes(app: FastifyInstance, parts: HouseParts): void {
  guardControl(app);
  app.post('/users/:username/trouble', (request: UserRequest, reply) => orderTrouble(request, reply, parts));
  app.post('/users/:username/scenarios', (request: UserRequest, reply) => playScenario(request, reply, parts));
}

/**
 * Orders trouble for every user of that name, or for one whose `bank` and `companyId` are given:
 * `{ kind, afterRequests? }`, where `none` takes it back.
 */
async function orderTrouble(request: UserRequest, reply: FastifyReply, parts: HouseParts) {
  const fields = new Fields(request.body);
  const kind = fields.choice('kind', [...troubleKinds, 'none']);
  const passing = readAfterRequests(request.body, fields);
  const users = listAddressed(request, fields, parts);
  if (fields.errors.length > 0) return refuseFields(reply, fields.errors);
  if (users.length === 0) return refuseUnknownUser(reply);
  const trouble = kind === null || kind === 'none' ? null : { kind, passing, until: null, once: false };
  for (const user of users) await parts.users.change(user, (current) => ({ ...current, trouble }));
  return reply.send({ kind, afterRequests: passing, users: users.map(presentKey) });
}

/** Plays a scenario in the companies of the users addressed: `{ scenario, accountId?, count? }`. */
async function playScenario(request: UserRequest, reply: FastifyReply, parts: HouseParts) {
  const fields = new Fields(request.body);
  const kind = fields.choice('scenario', scenarioKinds);
  const accountId = fields.optionalText('accountId', textRules.accountId);
  const count = fields.count('count', { max: 500, fallback: 1 });
  const users = listAddressed(request, fields, parts);
  for (const user of users) {
    const bank = await parts.instances.enter(user, null);
    if (accountId !== null && !bank.listAccounts().some(({ id, status }) => id === accountId && status === 'open')) {
      fields.reject('accountId', `is not an open account of ${user.username}; list the accounts to see their ids`);
    }
  }
  if (kind === null || fields.errors.length > 0) return refuseFields(reply, fields.errors);
  if (users.length === 0) return refuseUnknownUser(reply);
  const applied = [];
  for (const user of users) {
    const scenario = { kind, count, ...(accountId === null ? {} : { accountId }) };
    const result = await parts.instances.play(user, scenario, null);
    applied.push({ ...presentKey(user), ...result });
  }
  return reply.send({ applied });
}

/** Zero is allowed and means at once, so this is not a count. */
function readAfterRequests(body: unknown, fields: Fields): number {
  const value = typeof body === 'object' && body !== null && 'afterRequests' in body ? body.afterRequests : 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000_000) return value;
  fields.reject('afterRequests', 'is not valid; write a whole number from 0 to 1000000');
  return 0;
}

function listAddressed(request: UserRequest, fields: Fields, { users, personalities }: HouseParts): DelegatedUser[] {
  const bank = fields.optionalText('bank', { pattern: /^[a-z]+$/, hint: 'write the path segment of a bank' });
  const companyId = fields.optionalText('companyId', textRules.companyId);
  if (bank !== null && !personalities.some(({ id }) => id === bank)) {
    fields.reject('bank', `is unknown; use one of ${personalities.map(({ id }) => id).join(', ')}`);
  }
  return users
    .listByUsername(request.params.username)
    .filter((user) => (bank === null || user.bankId === bank) && (companyId === null || user.companyId === companyId));
}

function presentKey({ bankId, companyId, username }: DelegatedUser) {
  return { bank: bankId, companyId, username };
}

function refuseUnknownUser(reply: FastifyReply): FastifyReply {
  const message = 'No delegated user has this name; the owner of a company creates it first.';
  return refuse(reply, 404, { code: 'user_not_found', message });
}
