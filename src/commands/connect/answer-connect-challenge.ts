import type { Result } from '../../domain/refusal.ts';
import type { Db } from '../../infra/database.ts';
import { answerMfaChallenge } from '../connections/answer-mfa-challenge.ts';
import type { CommandParts } from '../parts.ts';
import { type ConnectHolder, type ConnectPlace, findOpenPlace, refuseEndedNow } from './connect-place.ts';

/** Hands the holder's answer to the bank's question over. */
export async function answerConnectChallenge(
  parts: CommandParts,
  holder: ConnectHolder,
  code: string,
): Promise<Result<ConnectPlace>> {
  const open = await findOpenPlace(parts, holder);
  if (!open.ok) return open;
  const object = (db: Db) => refuseEndedNow(db, parts, holder);
  const answered = await answerMfaChallenge(parts, holder, open.value.connection.id, { code, object });
  return answered.ok ? open : answered;
}
