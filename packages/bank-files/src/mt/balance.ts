import { parseCompactDate } from '../calendar-date.ts';
import { negateDecimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import type { Balance, BalanceType, FilePosition } from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { findAmountEnd, parseMtAmount, skipBlanks } from './amount.ts';

export type BalanceTag = '60F' | '60M' | '62F' | '62M' | '64' | '65';

const TYPES: Readonly<Record<BalanceTag, BalanceType>> = {
  '60F': 'opening',
  '60M': 'opening',
  '62F': 'closing',
  '62M': 'closing',
  '64': 'closingAvailable',
  '65': 'forwardAvailable',
};

export interface BalanceContext {
  readonly accountCurrency: string | null;
  readonly report: StatementReport;
  readonly position: FilePosition;
}

/**
 * Reads a balance: mark, date, currency, amount. One of booked money that cannot be read damages the statement, one of available money is
 * left out with a warning. `accountCurrency` is taken where the bank leaves the currency out.
 */
export function parseBalance(
  tag: BalanceTag,
  text: string,
  { accountCurrency, report, position }: BalanceContext,
): Balance | null {
  const parts = splitBalance(text);
  const amount = parts === null ? null : parseMtAmount(parts.amountText);
  if (parts === null || amount === null) {
    const reason = `balance ${quote(text)}, expected mark, date, currency and amount`;
    if (tag === '64' || tag === '65') report.warn('balance_unreadable', reason, position);
    else report.damage('amount_garbled', reason, position);
    return null;
  }
  const date = parseCompactDate(parts.dateText);
  if (date === null) report.warn('balance_date_garbled', `date ${quote(parts.dateText)}, expected YYMMDD`, position);
  else if (date.clamped) report.warn('date_clamped', `balance date ${quote(parts.dateText)}`, position);
  if (parts.currency === null) report.warn('balance_currency_missing', `balance ${quote(text)}`, position);
  const currency = parts.currency ?? accountCurrency;
  return {
    type: TYPES[tag],
    code: tag,
    amount: formatAmount(parts.isDebit ? negateDecimal(amount) : amount, currency),
    currency,
    date: date?.date ?? null,
    isIntermediate: tag.endsWith('M'),
  };
}

interface BalanceParts {
  readonly isDebit: boolean;
  readonly dateText: string;
  readonly currency: string | null;
  readonly amountText: string;
}

function splitBalance(text: string): BalanceParts | null {
  const mark = text[0];
  if (mark !== 'C' && mark !== 'D') return null;
  const dateText = text.slice(1, 7);
  const at = skipBlanks(text, 7);
  const code = text.slice(at, at + 3);
  const currency = /^[A-Z]{3}$/.test(code) ? code : null;
  const start = skipBlanks(text, currency === null ? at : at + 3);
  const end = findAmountEnd(text, start);
  if (text.slice(end).trim() !== '') return null;
  return { isDebit: mark === 'D', dateText, currency, amountText: text.slice(start, end) };
}
