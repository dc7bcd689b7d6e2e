import { planTotpTurn } from '../../domain/connection/totp-step.ts';
import { claimTotpStep, findTotpStep } from '../../store/connections/mfa-challenges.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';

/** A step that lies further ahead was used by a clock that was wrong. */
const LONGEST_TOTP_WAIT_MS = 90_000;

/** The code of a step that nobody has used, as soon as there is one. The step is used up before its code is. */
export async function computeCode(
  parts: Pick<IngestParts, 'sql' | 'codes'>,
  { tenant, connection, signal }: Pick<RunScope, 'tenant' | 'connection' | 'signal'>,
  seed: string,
): Promise<string | null> {
  for (;;) {
    const lastStep = await findTotpStep(parts.sql, tenant, connection.id);
    const { step, waitMs } = planTotpTurn(parts.codes.nowMs(), lastStep);
    const code = parts.codes.computeTotp(seed, step);
    if (code === null || waitMs > LONGEST_TOTP_WAIT_MS) return null;
    if (waitMs > 0) await parts.codes.pause(waitMs, signal);
    if (await claimTotpStep(parts.sql, tenant, connection.id, step)) return code;
  }
}
