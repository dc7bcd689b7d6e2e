import { type SimulatedBank, toEpochMs } from '@causeway/bank-simulator';
import type { FastifyReply } from 'fastify';
import type { DelegatedUser } from '../delegated-user.ts';
import type { Trouble } from '../trouble.ts';
import { accessOf } from './access.ts';
import { bankDay } from './bank-day.ts';
import { homeOf } from './enter.ts';
import type { SecondFactor, Step } from './looks/parts.ts';
import { sendCode } from './send-code.ts';
import type { Visit } from './visit.ts';

const DAY_MS = 86_400_000;

/**
 * Begins the visit of a user who knows the password: decides its layout and what stands before the accounts. Whoever had
 * signed in before in the same browser is out, and nothing that was passed then counts now.
 */
export async function beginUserVisit(
  visit: Visit,
  user: DelegatedUser,
  trouble: Trouble | null,
): Promise<FastifyReply> {
  const { parts, virtualMs } = visit;
  const { bankId, companyId, username } = user;
  const bank = await parts.instances.enter(user, virtualMs);
  // Nothing waits from here to the last step, so that no other request meets a visit without its steps.
  const session = visit.startAnew();
  session.visitor = { kind: 'delegated', key: { bankId, companyId, username } };
  session.layout = trouble?.kind === 'layoutChanged' ? 2 : decideLayout(visit, bank);
  const nowMs = toEpochMs(bank.now());
  session.steps = visit.look.steps.flatMap((step) => decideStep(step, visit, { user, trouble, nowMs }));
  return goOn(visit);
}

/**
 * Takes a step away that is done, and leads to the next one or to the first page behind the sign-in. A step that was done
 * twice at once is taken away once.
 */
export async function finishStep(visit: Visit, step: Step): Promise<FastifyReply> {
  const { session } = visit;
  if (session.steps[0] === step) session.steps = session.steps.slice(1);
  if (session.isOpen) visit.renew();
  return goOn(visit);
}

/** How a user's sign-in is checked; null when it is not. */
export function findSecondFactor(visit: Visit, user: DelegatedUser): SecondFactor | null {
  const { settings, rules } = visit;
  const { secondFactor, phone } = accessOf(user);
  const ordered = settings.secondFactor ?? secondFactor;
  if (ordered === 'none') return null;
  if (ordered !== null) return ordered;
  const addresses: Readonly<Record<SecondFactor, boolean>> = {
    totp: true,
    email: user.email !== null,
    sms: phone !== null,
  };
  return rules.secondFactors.find((each) => addresses[each]) ?? rules.secondFactors[0];
}

/** Days in bank time until the password of a user expires; zero or less when it has. */
export function daysOfPassword(visit: Visit, user: DelegatedUser, nowMs: number): number {
  return Math.ceil((endOfPassword(visit, user) - nowMs) / DAY_MS);
}

/** When the password of a user expires, in milliseconds of bank time. */
export function endOfPassword(visit: Visit, user: DelegatedUser): number {
  return toEpochMs(accessOf(user).passwordSetAt) + visit.rules.password.validDays * DAY_MS;
}

async function goOn(visit: Visit): Promise<FastifyReply> {
  const { session, user, rules } = visit;
  if (session.steps[0] === 'code' && user !== null && session.challenge === null) {
    await sendCode(visit, user, findSecondFactor(visit, user) ?? rules.secondFactors[0]);
  }
  return visit.redirect(homeOf(session));
}

/** The layout ordered for the user or the bank; where none was, that of a simulation whose layout has changed. */
function decideLayout(visit: Visit, bank: SimulatedBank): 1 | 2 {
  if (visit.settings.layout === 2) return 2;
  const [account] = bank.listAccounts();
  const at = bank.now();
  const today = bankDay(bank);
  return account === undefined ? 1 : bank.show({ accountId: account.id, from: today, to: today, at }).layout;
}

function decideStep(
  step: Exclude<Step, 'enrol'>,
  visit: Visit,
  { user, trouble, nowMs }: { user: DelegatedUser; trouble: Trouble | null; nowMs: number },
): Step[] {
  const { settings, rules } = visit;
  const access = accessOf(user);
  switch (step) {
    case 'code': {
      const factor =
        findSecondFactor(visit, user) ?? (trouble?.kind === 'codeRequired' ? rules.secondFactors[0] : null);
      if (factor === null) return [];
      return factor === 'totp' && access.totp === null ? ['enrol'] : ['code'];
    }
    case 'newPassword': {
      const isExpired = trouble?.kind === 'passwordExpired' || daysOfPassword(visit, user, nowMs) <= 0;
      return access.isPasswordTemporary || isExpired ? ['newPassword'] : [];
    }
    case 'notice':
      return settings.notices && !access.acceptedNotices.includes(rules.noticeId) ? ['notice'] : [];
  }
}
