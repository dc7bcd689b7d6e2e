import { atLocalMinute } from '../calendar.ts';
import type { TransactionDetails } from '../transaction.ts';
import { type ActivityDay, type AmountRange, drawAmount, type Intent, POSTING_RUN_MINUTE } from './activity.ts';
import { isPayday } from './payday.ts';

/** Salaries every second Friday, and the taxes that go with them. */
export interface PayrollPlan {
  readonly kind: 'payroll';
  readonly name: string;
  readonly netPay: AmountRange;
  readonly taxes: AmountRange;
}

/** Plans a payday: salaries leave in the early morning, taxes with the nightly run. None on other days. */
export function planPayroll(plan: PayrollPlan, day: ActivityDay): Intent[] {
  const { date, calendar, stream } = day;
  if (!isPayday(date, calendar)) return [];
  return [
    {
      name: 'salaries',
      details: describeDebit('PAYROLL DIRECT DEPOSIT OFFSET', 'Payroll', '466'),
      amountMinor: -drawAmount(plan.netPay, stream),
      authoriseAtMs: null,
      postAtMs: atLocalMinute(date, 6 * 60, calendar),
      bookingDate: date,
      mayGoWrong: false,
    },
    {
      name: 'taxes',
      details: describeDebit('ACH DEBIT PAYROLL TAX PAYMENT', 'Payroll Tax Office', '451'),
      amountMinor: -drawAmount(plan.taxes, stream),
      authoriseAtMs: null,
      postAtMs: atLocalMinute(date, POSTING_RUN_MINUTE, calendar),
      bookingDate: date,
      mayGoWrong: false,
    },
  ];
}

function describeDebit(text: string, counterpartyName: string, baiCode: string): TransactionDetails {
  return {
    rail: 'ach',
    text,
    customerReference: null,
    counterpartyName,
    counterpartyAccount: null,
    baiCode,
    mcc: null,
    merchantName: null,
  };
}
