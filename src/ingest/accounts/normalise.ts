import { maskAccountNumber } from '../../domain/account.ts';
import type { NormalisedRow, ObservedRow } from '../../domain/observation.ts';
import { matchKeyOf } from '../../domain/reconcile/match-key.ts';
import { entryTypeOf } from '../../domain/transaction.ts';
import { canonicalAmount } from '../../domain/values/money.ts';

/**
 * Brings a row as shown into the one form that the mirror compares and clients see: canonical amount, collapsed white
 * space, masked account numbers. Throws RangeError on an amount that is no decimal, which connectors must not pass on.
 */
export function normaliseRow(row: ObservedRow): NormalisedRow {
  const amount = canonicalAmount(row.amount, row.currency);
  const rawDescription = storable(row.rawDescription);
  const description = collapse(rawDescription ?? '');
  const bankReference = presentOrNull(row.bankReference);
  return {
    sourceId: presentOrNull(row.sourceId),
    pendingSourceId: presentOrNull(row.pendingSourceId ?? null),
    pendingDate: row.pendingDate,
    valueDate: row.valueDate,
    runningBalance: row.runningBalance ?? null,
    content: {
      status: row.status,
      postedDate: row.postedDate,
      amount,
      currency: row.currency,
      entryType: entryTypeOf(amount),
      description,
      rail: row.rail,
      rawDescription,
      paymentReference: presentOrNull(row.paymentReference),
      bankReference,
      baiCode: presentOrNull(row.baiCode),
      category: presentOrNull(row.category),
      subcategory: null,
      mcc: presentOrNull(row.mcc),
      merchantName: presentOrNull(row.merchantName),
      counterpartyName: presentOrNull(row.counterpartyName),
      counterpartyAccountMasked: maskAccountNumber(row.counterpartyAccount),
    },
    matchKey: matchKeyOf({
      postedDate: row.postedDate,
      pendingDate: row.pendingDate,
      amount,
      currency: row.currency,
      text: description,
      bankReference,
    }),
    location: row.location,
  };
}

/** Text without outer and repeated white space; null when nothing is left, because banks pad fields with blanks. */
function presentOrNull(text: string | null): string | null {
  if (text === null || text === '') return null;
  if (!MAY_NEED_CARE.test(text)) return text;
  const collapsed = collapse(storable(text) ?? '');
  return collapsed === '' ? null : collapsed;
}

/** Nearly all texts pass this one look: outer, repeated or unusual white space, and what `storable` replaces. */
const MAY_NEED_CARE = /^\s|\s$|\s\s|[^\S ]|[\p{Cc}\p{Cs}]/u;

function collapse(text: string): string {
  return MAY_NEED_CARE.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text;
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair; damaged bank text may hold both. */
function storable(text: string | null): string | null {
  return text === null || !MAY_NEED_CARE.test(text) ? text : text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
