import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_REJECTED_SIGN_INS } from '../delegated-user.ts';
import { Fields, textRules } from '../fields.ts';
import { endVisitTrouble, meetTrouble } from '../meet-trouble.ts';
import { isPasswordOf } from '../password.ts';
import { answerTrouble, refuse, refuseFields, refuseLocked } from '../refusal.ts';
import { SESSION_IDLE_MS } from '../sessions.ts';
import type { TroubleKind } from '../trouble.ts';
import { readVirtualTime } from '../virtual-time.ts';
import type { BankParts } from './bank-parts.ts';

/** Trouble that only shows to who knows the password. */
const SHOWN_AFTER_PASSWORD: readonly TroubleKind[] = [
  'passwordExpired',
  'missingPermission',
  'codeRequired',
  'layoutChanged',
];

/** Signs a delegated user in: `{ companyId, username, password }` gives 201 with a token, or the bank's refusal. */
export async function signIn(request: FastifyRequest, reply: FastifyReply, parts: BankParts): Promise<FastifyReply> {
  const { users, instances, sessions } = parts;
  const fields = new Fields(request.body);
  const companyId = fields.text('companyId', textRules.companyId);
  const username = fields.text('username', textRules.username);
  const password = fields.text('password', textRules.password);
  if (fields.errors.length > 0) return refuseFields(reply, fields.errors);

  const user = users.find({ bankId: parts.personality.id, companyId, username });
  const virtualTime = readVirtualTime(request.headers, user);
  if (!virtualTime.ok) return refuse(reply, 400, { code: 'virtual_time_invalid', message: virtualTime.message });
  if (user === null) return refuseCredentials(reply);

  // Only a user who has proved to be one moves the clock, so the time is merely looked at here.
  const nowMs = instances.peekMs(user, virtualTime.virtualMs);
  const trouble = await meetTrouble(users, user, { nowMs, place: 'signIn' });
  if (trouble !== null && !SHOWN_AFTER_PASSWORD.includes(trouble.kind)) {
    await endVisitTrouble(users, user, trouble);
    return answerTrouble(reply, trouble);
  }
  if (users.get(user).rejectedSignIns >= MAX_REJECTED_SIGN_INS) return refuseLocked(reply);

  if (!(await isPasswordOf(user.passwordHash, password))) {
    await users.change(user, (current) => ({ ...current, rejectedSignIns: current.rejectedSignIns + 1 }));
    return refuseCredentials(reply);
  }
  if (users.get(user).rejectedSignIns > 0) await users.change(user, (current) => ({ ...current, rejectedSignIns: 0 }));
  if (trouble !== null) await endVisitTrouble(users, user, trouble);
  if (trouble?.kind === 'passwordExpired' || trouble?.kind === 'codeRequired') return answerTrouble(reply, trouble);
  await instances.enter(user, virtualTime.virtualMs);
  const { token } = sessions.create(user, trouble?.kind === 'layoutChanged' ? 2 : 1);
  return reply.code(201).send({ token, expiresInSeconds: SESSION_IDLE_MS / 1_000 });
}

function refuseCredentials(reply: FastifyReply): FastifyReply {
  const message = 'Company id, user name or password is wrong.';
  return refuse(reply, 401, { code: 'credentials_rejected', message });
}
