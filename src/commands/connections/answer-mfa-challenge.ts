import { canBeCode, challengeState, codeDigitsOf } from '../../domain/connection/mfa-challenge.ts';
import { accepted, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import { answerChallenge, findOpenChallenge, type MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';
import { wakeRun } from '../../store/connections/run-jobs.ts';
import { answerIdOf } from '../../store/keys/sealed-ids.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { type LastObjection, NO_OBJECTION } from './last-objection.ts';

const NONE = 'No question of the bank is open for this connection, or the time to answer it is over.';
const ANSWERED = 'The question has been answered, and the answer is being tried at the bank.';

/**
 * Hands over a person's answer to the open question. It stays sealed until a worker takes it to the bank, which is at once; whether the
 * bank takes it shows in the connection.
 */
export async function answerMfaChallenge(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  { code, object = NO_OBJECTION }: { readonly code: string; readonly object?: LastObjection },
): Promise<Result<MfaChallengeRow>> {
  const asked = await findOpenChallenge(parts.sql, tenant, connectionId);
  if (asked === null) return refused(refuse('not_found', NONE));
  const sealed = await parts.sealCredentials(tenant, answerIdOf(asked.id), code);
  return parts.sql.begin(async (db): Promise<Result<MfaChallengeRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(refuse('not_found', NONE));
    const objection = await object(db, connection);
    if (objection !== null) return refused(objection);
    const challenge = await findOpenChallenge(db, tenant, connectionId);
    const nowMs = parts.nowMs();
    const at = instantFromMs(nowMs);
    // Another question came in between: the answer is none to that one.
    if (challenge === null || challenge.id !== asked.id) return refused(refuse('not_found', NONE));
    const { institutionId } = connection;
    const institution = institutionId === null ? null : parts.institutions.find(institutionId);
    const digits = codeDigitsOf(institution, challenge.channel);
    // A wrong code ends the sign-in and counts at the bank: what cannot be one is not tried there.
    if (!canBeCode(code, digits))
      return refused(refuseField('body', 'code', `must have ${digits} digits, as all codes of this bank`));
    const state = challengeState(challenge, at);
    if (state === 'expired') return refused(refuse('not_found', NONE));
    if (state === 'submitted' || !(await answerChallenge(db, tenant, challenge.id, { sealed, by: 'person', at })))
      return refused(refuse('conflict', ANSWERED));
    await wakeRun(db, tenant, { id: challenge.syncRunId, connectionId }, { at: null, nowMs });
    await noteAct(db, parts, tenant, {
      action: 'mfa_challenge.answer',
      targetType: 'mfa_challenge',
      targetId: challenge.id,
      details: { connectionId },
    });
    return accepted({ ...challenge, answeredBy: 'person', answeredAt: at });
  });
}
