import type { CalendarDate } from './values/calendar-date.ts';
import type { Instant } from './values/instant.ts';

export type AccountType =
  | 'checking'
  | 'savings'
  | 'moneyMarket'
  | 'creditCard'
  | 'loan'
  | 'investment'
  | 'wallet'
  | 'other'
  | 'unknown';
export type AccountStatus = 'open' | 'closed' | 'unknown';

/** What a source says about an account, apart from its rows. */
export interface AccountDetails {
  readonly type: AccountType;
  readonly currency: string;
  readonly name: string;
  readonly status: AccountStatus;
  readonly officialName: string | null;
  readonly accountNumber: string | null;
  readonly routingNumber: string | null;
  readonly swiftBic: string | null;
}

/** Balances of the moment, canonical decimal text. */
export interface CurrentBalances {
  readonly ledger: string | null;
  readonly available: string | null;
  readonly asOf: Instant;
}

/** A ledger balance that a bank states for the end of a day. */
export interface StatedBalance {
  /** Day at whose end the balance holds. */
  readonly date: CalendarDate;
  /**
   * Given as this day's closing, as the opening of what follows, or worked back from a `running` balance over the rows
   * that the same read showed behind this day.
   */
  readonly statedAs: 'closing' | 'opening' | 'running';
  readonly amount: string;
}

/**
 * What is known of an account once a source has described it again. A source that does not even know the type, such as
 * most bank files, fills gaps only: it neither renames an account that a better one described nor takes away what that
 * one knew.
 */
export function mergeAccountDetails(known: AccountDetails | null, seen: AccountDetails): AccountDetails {
  if (known === null) return seen;
  const base = seen.type === 'unknown' && known.type !== 'unknown' ? known : seen;
  return {
    type: base.type,
    currency: base.currency,
    name: base.name,
    status: seen.status === 'unknown' ? known.status : seen.status,
    officialName: base.officialName ?? known.officialName ?? seen.officialName,
    accountNumber: base.accountNumber ?? known.accountNumber ?? seen.accountNumber,
    routingNumber: base.routingNumber ?? known.routingNumber ?? seen.routingNumber,
    swiftBic: base.swiftBic ?? known.swiftBic ?? seen.swiftBic,
  };
}

/** Account number with all but the last four characters hidden; null when there is none to show safely. */
export function maskAccountNumber(number: string | null): string | null {
  const compact = number?.replaceAll(/[^0-9A-Za-z]/g, '') ?? '';
  // A number of up to four characters would be shown whole.
  return compact.length <= 4 ? null : `****${compact.slice(-4)}`;
}

/**
 * Name under which a source knows an account, normalised so that two sources that print one number differently agree.
 * The currency is part of it: some banks keep one number for several currencies.
 */
export function accountAlias(number: string, currency: string): string {
  const compact = number.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  return `${compact === '' ? number : compact}/${currency}`;
}
