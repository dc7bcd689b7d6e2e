import type { MessageForm } from '../../domain/connection/code-message.ts';
import type { Answerer, ChallengeOutcome, CodeChannel } from '../../domain/connection/mfa-challenge.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A bank's question for a one-time code. All times are real in both environments. */
export interface MfaChallengeRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly syncRunId: string;
  readonly channel: CodeChannel;
  /** The bank's own words. */
  readonly prompt: string | null;
  readonly destinationMasked: string | null;
  readonly messageForm: MessageForm | null;
  readonly loginAt: Instant;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** Sealed; null as soon as a worker has it. */
  readonly session: Uint8Array | null;
  /** Sealed; null as soon as a worker has it. */
  readonly answer: Uint8Array | null;
  readonly answeredBy: Answerer | null;
  readonly answeredAt: Instant | null;
  readonly takenAt: Instant | null;
  /** When it was told that somebody has to answer; null while a message is expected to. */
  readonly announcedAt: Instant | null;
  /** Null while it is open. */
  readonly outcome: ChallengeOutcome | null;
}

export type NewMfaChallenge = Omit<MfaChallengeRow, 'answer' | 'answeredBy' | 'answeredAt' | 'takenAt' | 'outcome'>;

/** Writes down a question. A connection has one open question at most. */
export async function insertMfaChallenge(db: Db, challenge: NewMfaChallenge): Promise<void> {
  await db`insert into mfa_challenges
      (organization_id, id, environment, connection_id, sync_run_id, channel, prompt, destination_masked, message_form,
        login_at, created_at, expires_at, announced_at, session)
    values (${challenge.organizationId}, ${challenge.id}, ${challenge.environment}, ${challenge.connectionId},
      ${challenge.syncRunId}, ${challenge.channel}, ${challenge.prompt}, ${challenge.destinationMasked},
      ${challenge.messageForm === null ? null : db.json(challenge.messageForm as never)}, ${challenge.loginAt},
      ${challenge.createdAt}, ${challenge.expiresAt}, ${challenge.announcedAt},
      ${challenge.session === null ? null : Buffer.from(challenge.session)})`;
}

/** The question that is open, answered or not. */
export async function findOpenChallenge(db: Db, tenant: Tenant, connectionId: string): Promise<MfaChallengeRow | null> {
  const [row] = await db<MfaChallengeRow[]>`select * from mfa_challenges
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and connection_id = ${connectionId} and outcome is null`;
  return row ?? null;
}

/** Questions that a run has met. */
export async function countChallengesOfRun(db: Db, tenant: Tenant, syncRunId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::integer as count from mfa_challenges
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and sync_run_id = ${syncRunId}`;
  return row?.count ?? 0;
}

/** Notes that a question was announced; false when it was already, or is closed. */
export async function markAnnounced(db: Db, tenant: Tenant, id: string, at: Instant): Promise<boolean> {
  const result = await db`update mfa_challenges set announced_at = ${at}
    where ${isOpen(db, tenant, id)} and announced_at is null`;
  return result.count === 1;
}

/** Stores a sealed answer; false when the question was answered or closed already. */
export async function answerChallenge(
  db: Db,
  tenant: Tenant,
  id: string,
  answer: { readonly sealed: Uint8Array; readonly by: Answerer; readonly at: Instant },
): Promise<boolean> {
  const result = await db`update mfa_challenges
    set answer = ${Buffer.from(answer.sealed)}, answered_by = ${answer.by}, answered_at = ${answer.at}
    where ${isOpen(db, tenant, id)} and answered_at is null`;
  return result.count === 1;
}

/**
 * Takes the answer to the bank: from now on the row holds nothing that is secret, and the answer is never used again.
 * False when the question was closed or the answer taken already.
 */
export async function takeAnswer(
  db: Db,
  tenant: Tenant,
  id: string,
  taken: { readonly by: Answerer; readonly at: Instant },
): Promise<boolean> {
  const result = await db`update mfa_challenges
    set session = null, answer = null, answered_by = coalesce(answered_by, ${taken.by}),
      answered_at = coalesce(answered_at, ${taken.at}), taken_at = ${taken.at}
    where ${isOpen(db, tenant, id)} and taken_at is null`;
  return result.count === 1;
}

/** Closes the open question of a run, if there is one. What was secret in it is erased. */
export async function closeChallengeOfRun(
  db: Db,
  tenant: Tenant,
  syncRunId: string,
  outcome: ChallengeOutcome,
): Promise<void> {
  await db`update mfa_challenges set outcome = ${outcome}, session = null, answer = null
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
      and sync_run_id = ${syncRunId} and outcome is null`;
}

/** Takes a step of the authenticator seed for one use; false when it, or a later one, was used already. */
export async function claimTotpStep(db: Db, tenant: Tenant, connectionId: string, step: number): Promise<boolean> {
  const result = await db`update connections set totp_step = ${step}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${connectionId}
      and totp_step < ${step}`;
  return result.count === 1;
}

/** The last step of which a code was used; 0 where none was. */
export async function findTotpStep(db: Db, tenant: Tenant, connectionId: string): Promise<number> {
  const [row] = await db<{ totpStep: bigint }[]>`select totp_step from connections
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${connectionId}`;
  return Number(row?.totpStep ?? 0n);
}

function isOpen(db: Db, tenant: Tenant, id: string) {
  return db`organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
    and outcome is null`;
}
