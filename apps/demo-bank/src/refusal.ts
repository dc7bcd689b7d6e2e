import type { FastifyReply } from 'fastify';
import type { FieldError } from './fields.ts';
import type { Trouble } from './trouble.ts';

const RETRY_AFTER_S = 30;

/** Answers that something is refused: a code for machines and a message for people. */
export function refuse(reply: FastifyReply, status: number, refusal: { code: string; message: string }): FastifyReply {
  return reply.code(status).send(refusal);
}

/** Answers that fields are wrong, each by name. */
export function refuseFields(reply: FastifyReply, errors: readonly FieldError[]): FastifyReply {
  const message = errors.map((error) => `${error.field} ${error.message}`).join('. ');
  return reply.code(422).send({ code: 'validation_failed', message, errors });
}

/** Answers the way the bank does in the trouble that a user has. */
export function answerTrouble(reply: FastifyReply, trouble: Trouble): FastifyReply {
  switch (trouble.kind) {
    case 'maintenance':
      return reply
        .code(503)
        .send({ code: 'bank_maintenance', message: 'The bank is under maintenance.', until: trouble.until });
    case 'down':
      // The socket closes without an answer, as when a line goes dead.
      reply.hijack();
      reply.raw.destroy();
      return reply;
    case 'rateLimited':
      reply.header('retry-after', RETRY_AFTER_S);
      return refuse(reply, 429, { code: 'rate_limited', message: `Too many requests; wait ${RETRY_AFTER_S} seconds.` });
    case 'passwordExpired':
      return refuse(reply, 403, {
        code: 'password_expired',
        message: 'The password has expired; the owner resets it.',
      });
    case 'locked':
      return refuseLocked(reply);
    case 'missingPermission':
      return refusePermission(reply);
    case 'codeRequired':
      return refuse(reply, 401, { code: 'code_required', message: 'Enter the code that was sent to the user.' });
    case 'layoutChanged':
      throw new Error('a changed layout is shown, it refuses nothing');
  }
}

/** Answers that the user is locked. */
export function refuseLocked(reply: FastifyReply): FastifyReply {
  return refuse(reply, 423, { code: 'account_locked', message: 'The user is locked; the owner resets the password.' });
}

/** Answers that the owner has not given the user the right for this. */
export function refusePermission(reply: FastifyReply): FastifyReply {
  return refuse(reply, 403, {
    code: 'permission_missing',
    message: 'The user lacks a permission; the owner grants it.',
  });
}
