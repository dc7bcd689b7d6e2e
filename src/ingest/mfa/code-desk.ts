import type { AnswerCode, CodeQuestion, ResumedSignIn } from '../../connectors/contract.ts';
import { type ChallengeOutcome, MAX_CHALLENGES_PER_RUN } from '../../domain/connection/mfa-challenge.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { deleteCodeMessages } from '../../store/connections/code-messages.ts';
import { closeChallengeOfRun, countChallengesOfRun, takeAnswer } from '../../store/connections/mfa-challenges.ts';
import type { IngestParts } from '../parts.ts';
import type { RunScope } from '../run-scope.ts';
import { computeCode } from './compute-code.ts';
import type { QuestionState } from './look-at-question.ts';

/** Answers a bank's questions for one-time codes during one run. */
export interface CodeDesk {
  readonly answerCode: AnswerCode;
  /** Where the sign-in goes on; null where it begins. */
  readonly resume: ResumedSignIn | null;
  /** The question that was put off, with the real time of it. */
  openQuestion(): PutOffQuestion | null;
  /** The bank has let the user in. */
  noteSignedIn(): Promise<void>;
  /** The bank has not taken the code. */
  noteCodeRefused(): Promise<void>;
}

export interface PutOffQuestion {
  readonly question: CodeQuestion;
  readonly askedAtMs: number;
}

/** The key of an authenticator app, which a session may renew. */
export interface SeedDesk {
  /** The one that was handed to the bank last, else the stored one. */
  seed(): string | undefined;
  /** The bank has taken or refused a code of it. Tells what that says of a key of which nobody knew. */
  noteSeedCode(outcome: 'taken' | 'refused'): Promise<void>;
}

/** Takes the answer that has come, if one has. From then on it is used once or never. */
export async function openCodeDesk(
  parts: IngestParts,
  scope: RunScope,
  renewal: SeedDesk,
  state: QuestionState,
): Promise<CodeDesk> {
  const { tenant, connection, lease } = scope;
  const resume = await takeUp(parts, scope, state);
  let isAnswerInUse = resume !== null;
  let putOff: PutOffQuestion | null = null;
  let isCodeOfSeed = false;

  async function settle(outcome: ChallengeOutcome): Promise<void> {
    if (isAnswerInUse) await closeChallengeOfRun(parts.sql, tenant, lease.runId, outcome);
    isAnswerInUse = false;
  }

  return {
    resume,
    openQuestion: () => putOff,
    noteSignedIn: async () => {
      await settle('accepted');
      if (isCodeOfSeed) await renewal.noteSeedCode('taken');
    },
    noteCodeRefused: async () => {
      if (isCodeOfSeed) await renewal.noteSeedCode('refused');
    },
    answerCode: async (question) => {
      const askedAtMs = parts.codes.nowMs();
      // It asks again: it has forgotten the sign-in to which the answer belonged.
      await settle('sessionLost');
      const seed = renewal.seed();
      if (question.channel === 'totp' && seed !== undefined) {
        const code = await computeCode(parts, scope, seed);
        isCodeOfSeed = code !== null;
        if (code !== null) return { kind: 'computed', code };
      }
      if ((await countChallengesOfRun(parts.sql, tenant, lease.runId)) >= MAX_CHALLENGES_PER_RUN)
        return { kind: 'nobody' };
      parts.log.info({ connectionId: connection.id, channel: question.channel }, 'a bank asks for a one-time code');
      putOff = { question, askedAtMs };
      return { kind: 'later' };
    },
  };
}

/** In one transaction with the messages, which are of no use any more. */
async function takeUp(parts: IngestParts, scope: RunScope, state: QuestionState): Promise<ResumedSignIn | null> {
  const { tenant, connection, lease } = scope;
  if (state.kind === 'spent') await closeChallengeOfRun(parts.sql, tenant, lease.runId, 'interrupted');
  if (state.kind !== 'answered') return null;
  const at = instantFromMs(parts.codes.nowMs());
  const isTaken = await parts.sql.begin(async (db) => {
    await deleteCodeMessages(db, tenant.organizationId, connection.id);
    return takeAnswer(db, tenant, state.challengeId, { by: state.by, at });
  });
  return isTaken ? { session: state.session, code: state.code } : null;
}
