import { atLocalMinute, isBusinessDay } from '../calendar.ts';
import type { TransactionDetails } from '../transaction.ts';
import { type ActivityDay, type AmountRange, drawAmount, type Intent, POSTING_RUN_MINUTE } from './activity.ts';

/** Checks that customers send to a box of the bank, which opens it every business day and deposits them in one batch. */
export interface LockboxDepositsPlan {
  readonly kind: 'lockboxDeposits';
  readonly name: string;
  readonly boxNumber: string;
  readonly check: AmountRange;
  /** Checks of a batch, both ends included; at least two, so that there is something to split. */
  readonly perBatch: { readonly min: number; readonly max: number };
  /** Business days with a batch, in 10,000. */
  readonly rate: number;
}

/** Plans the batch of one business day: one total with its checks as parts. None on other days. */
export function planLockboxDeposits(plan: LockboxDepositsPlan, day: ActivityDay): Intent[] {
  const { date, calendar, stream } = day;
  if (!isBusinessDay(date, calendar) || !stream.chance(plan.rate)) return [];
  const postAtMs = atLocalMinute(date, POSTING_RUN_MINUTE, calendar);
  const common = { postAtMs, bookingDate: date };
  const count = stream.int(plan.perBatch.min, plan.perBatch.max);
  const parts = Array.from({ length: count }, (_, index): Intent => {
    const checkNumber = `${stream.int(1_000, 9_999)}`;
    return {
      ...common,
      name: `item-${index}`,
      details: describeDeposit(`LOCKBOX ${plan.boxNumber} CHECK ${checkNumber}`, '115', checkNumber),
      amountMinor: drawAmount(plan.check, stream),
      authoriseAtMs: null,
      mayGoWrong: false,
    };
  });
  return [
    {
      ...common,
      name: 'batch',
      details: describeDeposit(`LOCKBOX ${plan.boxNumber} DEPOSIT ${count} ITEMS`, '116', null),
      amountMinor: parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
      authoriseAtMs: atLocalMinute(date, 7 * 60 + 40, calendar),
      parts,
      mayGoWrong: true,
    },
  ];
}

function describeDeposit(text: string, baiCode: string, customerReference: string | null): TransactionDetails {
  return {
    rail: 'check',
    text,
    customerReference,
    counterpartyName: null,
    counterpartyAccount: null,
    baiCode,
    mcc: null,
    merchantName: null,
  };
}
