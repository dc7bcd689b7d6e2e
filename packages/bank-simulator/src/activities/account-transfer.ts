import { atLocalMinute } from '../calendar.ts';
import type { TransactionDetails } from '../transaction.ts';
import type { ActivityDay, Intent } from './activity.ts';
import { isDayBeforePayday } from './payday.ts';

/** Money moved to another account of the company on the business day before each payday: one row in each account. */
export interface AccountTransferPlan {
  readonly kind: 'accountTransfer';
  readonly name: string;
  readonly toAccountId: string;
  readonly amountMinor: bigint;
}

/** Plans both legs of the transfer on its day; none on other days. Both post at the same moment. */
export function planAccountTransfer(plan: AccountTransferPlan, day: ActivityDay): Intent[] {
  const { date, calendar } = day;
  if (!isDayBeforePayday(date, calendar)) return [];
  const common = {
    authoriseAtMs: null,
    postAtMs: atLocalMinute(date, 15 * 60, calendar),
    bookingDate: date,
    mayGoWrong: false,
  };
  return [
    {
      ...common,
      name: 'out',
      details: describeLeg('TRANSFER TO PAYROLL ACCOUNT', '506'),
      amountMinor: -plan.amountMinor,
    },
    {
      ...common,
      name: 'in',
      accountId: plan.toAccountId,
      details: describeLeg('TRANSFER FROM OPERATING ACCOUNT', '206'),
      amountMinor: plan.amountMinor,
      relation: { kind: 'otherLegOf', name: 'out' },
    },
  ];
}

function describeLeg(text: string, baiCode: string): TransactionDetails {
  return {
    rail: 'book',
    text,
    customerReference: null,
    counterpartyName: null,
    counterpartyAccount: null,
    baiCode,
    mcc: null,
    merchantName: null,
  };
}
