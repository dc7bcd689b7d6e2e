import { type CalendarDate, daysBetween, earlierDate } from '../values/calendar-date.ts';
import type { Instant } from '../values/instant.ts';
import type { Actor } from './connection-fault.ts';

/** What a bank announces to end. */
export type AccessPart = 'password' | 'access' | 'device';

export const WARNING_CODES = [
  'password_expiring',
  'access_expiring',
  'device_expiring',
  'account_not_listed',
  'transactions_denied',
  'balances_denied',
  'statements_denied',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** The day from which on something is over, as a bank announces it. */
export interface Expiry {
  readonly on: CalendarDate;
  /** Whether the bank names the day. Where it counts days, the day may come out one later or earlier from look to look. */
  readonly isExact: boolean;
}

/** What one look at a bank tells of one warning. What a look does not tell is left out. */
export interface WarningFinding {
  readonly code: WarningCode;
  /** Null where no account alone is meant. */
  readonly accountId: string | null;
  readonly holds: boolean;
  /** Exactly for what expires, where it holds. */
  readonly expiry: Expiry | null;
  readonly actor: Actor;
}

/** A warning as it is stored. */
export interface Warning {
  readonly code: WarningCode;
  readonly accountId: string | null;
  readonly actor: Actor;
  readonly firstSeenAt: Instant;
  /** Null while it was seen once only, and one look does not prove it. */
  readonly raisedAt: Instant | null;
  readonly expiry: Expiry | null;
  /** The nearest of EXPIRY_THRESHOLDS_DAYS that was announced; null before the farthest of them, and of what does not expire. */
  readonly announcedDays: number | null;
}

export interface WarningPlan {
  /** Warnings that are new or have changed. */
  readonly write: readonly Warning[];
  readonly remove: readonly Pick<Warning, 'code' | 'accountId'>[];
  /** Those of `write` whose expiry is to be announced. */
  readonly announce: readonly Warning[];
  /** Of what does not expire: those that hold from now on, and those that did and do no more. */
  readonly raised: readonly Warning[];
  readonly cleared: readonly Warning[];
}

/** An expiry is announced when it is first seen, and again by the first sync from so many days before it. */
export const EXPIRY_THRESHOLDS_DAYS = [14, 7, 3, 1] as const;

/** A list can be cut without anything showing it, so an account has to be left out of two looks in a row. */
const NEEDS_TWO_LOOKS: ReadonlySet<WarningCode> = new Set(['account_not_listed']);

/** What the findings of one look change. Pure. `today` is the day from which days to an expiry are counted. */
export function planWarnings(
  stored: readonly Warning[],
  findings: readonly WarningFinding[],
  { now, today }: { readonly now: Instant; readonly today: CalendarDate },
): WarningPlan {
  const write: Warning[] = [];
  const remove: Pick<Warning, 'code' | 'accountId'>[] = [];
  const announce: Warning[] = [];
  const raised: Warning[] = [];
  const cleared: Warning[] = [];
  for (const finding of findings) {
    const before = stored.find(({ code, accountId }) => code === finding.code && accountId === finding.accountId);
    if (!finding.holds) {
      if (before === undefined) continue;
      remove.push({ code: before.code, accountId: before.accountId });
      if (before.expiry === null && before.raisedAt !== null) cleared.push(before);
      continue;
    }
    const after = stepWarning(before ?? null, finding, now, today);
    if (before !== undefined && isSame(before, after)) continue;
    write.push(after);
    if (after.expiry === null && after.raisedAt !== null && before?.raisedAt == null) raised.push(after);
    if (after.expiry !== null && isNearer(before ?? null, after)) announce.push(after);
  }
  return { write, remove, announce, raised, cleared };
}

function stepWarning(
  before: Warning | null,
  { code, accountId, actor, expiry: seen }: WarningFinding,
  now: Instant,
  today: CalendarDate,
): Warning {
  const expiry = seen === null ? null : keepDay(before?.expiry ?? null, seen);
  // Another day is another expiry: a password that was changed runs out again.
  const isNew = before === null || (before.expiry !== null && !isSameExpiry(before.expiry, expiry));
  return {
    code,
    accountId,
    actor,
    firstSeenAt: isNew ? now : before.firstSeenAt,
    raisedAt: isNew ? (NEEDS_TWO_LOOKS.has(code) ? null : now) : (before.raisedAt ?? now),
    expiry,
    announcedDays: expiry === null ? null : thresholdOf(daysBetween(today, expiry.on)),
  };
}

/** A bank that counts days reaches the same day from two sides, so the earlier one counts, and no step back and forth is news. */
function keepDay(before: Expiry | null, seen: Expiry): Expiry {
  if (before === null || seen.isExact || !isSameExpiry(before, seen)) return seen;
  return before.isExact ? before : { on: earlierDate(before.on, seen.on), isExact: false };
}

function isSameExpiry(a: Expiry, b: Expiry | null): boolean {
  if (b === null) return false;
  return Math.abs(daysBetween(a.on, b.on)) <= (a.isExact && b.isExact ? 0 : 1);
}

function isNearer(before: Warning | null, after: Warning): boolean {
  if (before?.expiry == null || !isSameExpiry(before.expiry, after.expiry)) return true;
  return (after.announcedDays ?? Number.POSITIVE_INFINITY) < (before.announcedDays ?? Number.POSITIVE_INFINITY);
}

function thresholdOf(daysLeft: number): number | null {
  return EXPIRY_THRESHOLDS_DAYS.findLast((days) => daysLeft <= days) ?? null;
}

function isSame(a: Warning, b: Warning): boolean {
  return (
    a.actor === b.actor &&
    a.raisedAt === b.raisedAt &&
    a.firstSeenAt === b.firstSeenAt &&
    a.announcedDays === b.announcedDays &&
    a.expiry?.on === b.expiry?.on &&
    a.expiry?.isExact === b.expiry?.isExact
  );
}

/** The earliest moment at which something that ends on a day can be over: banks name no hour. */
export function instantOfExpiry(on: CalendarDate): Instant {
  return `${on}T00:00:00.000Z`;
}

/** What to tell whoever acts, with what mends it. */
export function describeWarning({ code, actor, expiry }: Pick<Warning, 'code' | 'actor' | 'expiry'>): string {
  const day = expiry === null ? '' : expiry.isExact ? `on ${expiry.on}` : `about ${expiry.on}`;
  switch (code) {
    case 'password_expiring':
      return actor === 'platform'
        ? `The delegated user's password expires ${day}. Causeway chooses a new one when the bank asks for it.`
        : `The delegated user's password expires ${day}. Change it at the bank before, then store the new one with the credentials.`;
    case 'access_expiring':
      return `The delegated user's access ends ${day}. Have it renewed at the bank before.`;
    case 'device_expiring':
      return `The delegated user's way to get one-time codes runs out ${day}. Have it renewed at the bank before, and store a new authenticator seed if there is one.`;
    case 'account_not_listed':
      return 'The bank does not list this account to the delegated user any more. Grant the user its rights in the account again. Nothing of the account was removed; it is not read meanwhile.';
    case 'transactions_denied':
      return 'The delegated user may not see the transactions of this account. Grant it the right to view transactions. Nothing of the account was removed; it is not read meanwhile.';
    case 'balances_denied':
      return 'The delegated user may not see the balances of this account. Grant it the right to view balances; without them rows cannot be proven complete.';
    case 'statements_denied':
      return 'The delegated user may not see the statements of this account. Grant it the right to view statements.';
    default:
      return code satisfies never;
  }
}
