import { toInstant } from '@causeway/bank-simulator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeDelegatedUser } from '../create-delegated-user.ts';
import { type FieldError, Fields, textRules } from '../fields.ts';
import { isOwner } from '../owner.ts';
import { presentAdminPage, presentCreatedPage } from '../pages/admin-page.ts';
import { sendPage } from '../pages/page.ts';
import { permissionNames } from '../permission.ts';
import { inviteUser } from '../portal/invite.ts';
import { readForms } from '../read-forms.ts';
import { refuse, refuseFields } from '../refusal.ts';
import { resetPassword } from '../reset-password.ts';
import { readVirtualTime } from '../virtual-time.ts';
import type { BankParts } from './bank-parts.ts';

/** The owner's side of a bank: a page with a form, and the same as an interface for programs. */
export function registerAdminRoutes(app: FastifyInstance, parts: BankParts): void {
  readForms(app);
  app.get('/', (_request, reply) => sendPage(reply, 200, presentAdminPage(parts.personality)));
  app.post('/delegated-users', (request, reply) => createDelegatedUser(request, reply, parts));
  app.post('/delegated-users/:username/password', (request: UserRequest, reply) => answerReset(request, reply, parts));
}

type UserRequest = FastifyRequest<{ Params: { username: string } }>;

/** Creates a delegated user: 201 with its first password, which is shown this once. */
async function createDelegatedUser(request: FastifyRequest, reply: FastifyReply, parts: BankParts) {
  const { users, personality, now } = parts;
  const fields = new Fields(request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  const ownerUser = fields.text('ownerUser', textRules.username);
  const ownerPassword = fields.text('ownerPassword', textRules.password);
  const username = fields.text('username', textRules.username);
  const firstName = fields.text('firstName', textRules.personName);
  const lastName = fields.text('lastName', textRules.personName);
  const email = fields.optionalText('email', textRules.email);
  const permissions = fields.choices('permissions', permissionNames);
  if (fields.errors.length > 0) return answerFields(request, reply, parts, fields.errors);
  if (!isOwner(companyId, ownerUser, ownerPassword)) return answerNotOwner(request, reply, parts);
  const virtualTime = readVirtualTime(request.headers, null);
  if (!virtualTime.ok) return refuse(reply, 400, { code: 'virtual_time_invalid', message: virtualTime.message });

  const realMs = now().getTime();
  const createdAt = toInstant(Math.max(realMs, virtualTime.virtualMs ?? realMs));
  const key = { bankId: personality.id, companyId, username };
  const values = { ...key, firstName, lastName, email, permissions, createdAt };
  const { user, temporaryPassword } = await makeDelegatedUser(values, parts.hashPassword);
  if (!(await users.insert(user))) {
    const message = 'is taken in this company; choose another name';
    return answerFields(request, reply, parts, [{ field: 'username', message }]);
  }
  // Who is invited may set a password of its own instead of the temporary one.
  await inviteUser(parts, user);
  const created = { username, companyId, temporaryPassword };
  if (wantsPage(request)) return sendPage(reply, 201, presentCreatedPage(personality, created));
  return reply.code(201).send(created);
}

/** Gives a delegated user a new password: the old one ends, and with it a lock, an expiry and every open session. */
async function answerReset(request: UserRequest, reply: FastifyReply, parts: BankParts) {
  const { users, personality } = parts;
  const fields = new Fields(request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  const ownerUser = fields.text('ownerUser', textRules.username);
  const ownerPassword = fields.text('ownerPassword', textRules.password);
  if (fields.errors.length > 0) return refuseFields(reply, fields.errors);
  if (!isOwner(companyId, ownerUser, ownerPassword)) return answerNotOwner(request, reply, parts);
  const { username } = request.params;
  const user = users.find({ bankId: personality.id, companyId, username });
  if (user === null) {
    return refuse(reply, 404, { code: 'user_not_found', message: 'The company has no delegated user of this name.' });
  }
  const temporaryPassword = await resetPassword(parts, user);
  return reply.send({ username, companyId, temporaryPassword });
}

function answerNotOwner(request: FastifyRequest, reply: FastifyReply, parts: BankParts): FastifyReply {
  const message = 'Company id, owner user or owner password is wrong.';
  if (wantsPage(request)) {
    return sendPage(reply, 401, presentAdminPage(parts.personality, [{ field: 'ownerPassword', message }]));
  }
  return refuse(reply, 401, { code: 'owner_rejected', message });
}

function answerFields(request: FastifyRequest, reply: FastifyReply, parts: BankParts, errors: readonly FieldError[]) {
  if (wantsPage(request)) return sendPage(reply, 422, presentAdminPage(parts.personality, errors));
  return refuseFields(reply, errors);
}

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}
