import { atLocalMinute, isFirstBusinessDayOfMonth, isLastBusinessDayOfMonth } from '../calendar.ts';
import type { TransactionDetails, TransactionRail } from '../transaction.ts';
import { type ActivityDay, type AmountRange, drawAmount, type Intent, POSTING_RUN_MINUTE } from './activity.ts';

/** What comes once a month and posts without having been pending: rent, fees, interest. */
export interface MonthlyEntryPlan {
  readonly kind: 'monthlyEntry';
  readonly name: string;
  readonly on: 'firstBusinessDay' | 'lastBusinessDay';
  readonly direction: 'credit' | 'debit';
  readonly rail: TransactionRail;
  readonly text: string;
  readonly counterpartyName: string | null;
  readonly baiCode: string | null;
  /**
   * A sum, or a yearly rate in basis points of the account's opening balance. It is not taken of the running balance,
   * because then every other activity would change it.
   */
  readonly amount: AmountRange | { readonly yearlyBasisPoints: number };
}

/** Plans the entry on its day of the month; none on other days. */
export function planMonthlyEntry(plan: MonthlyEntryPlan, day: ActivityDay): Intent[] {
  const { openingMinor, date, calendar, stream } = day;
  const isDue = plan.on === 'firstBusinessDay' ? isFirstBusinessDayOfMonth : isLastBusinessDayOfMonth;
  if (!isDue(date, calendar)) return [];
  const magnitude =
    'minMinor' in plan.amount
      ? drawAmount(plan.amount, stream)
      : (openingMinor * BigInt(plan.amount.yearlyBasisPoints)) / 120_000n;
  return [
    {
      name: 'entry',
      details: describeEntry(plan),
      amountMinor: plan.direction === 'credit' ? magnitude : -magnitude,
      authoriseAtMs: null,
      postAtMs: atLocalMinute(date, POSTING_RUN_MINUTE, calendar),
      bookingDate: date,
      mayGoWrong: false,
    },
  ];
}

function describeEntry(plan: MonthlyEntryPlan): TransactionDetails {
  return {
    rail: plan.rail,
    text: plan.text,
    customerReference: null,
    counterpartyName: plan.counterpartyName,
    counterpartyAccount: null,
    baiCode: plan.baiCode,
    mcc: null,
    merchantName: null,
  };
}
