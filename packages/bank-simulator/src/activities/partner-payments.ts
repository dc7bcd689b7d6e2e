import { addBusinessDays, atLocalMinute, isBusinessDay } from '../calendar.ts';
import type { RandomStream } from '../random.ts';
import type { TransactionDetails, TransactionRail } from '../transaction.ts';
import { type ActivityDay, type AmountRange, drawAmount, type Intent, POSTING_RUN_MINUTE } from './activity.ts';

/** A customer or supplier with an account of its own, already masked as banks show it. */
export interface Partner {
  readonly name: string;
  readonly account: string;
}

/** Payments from customers or to suppliers over one rail, on business days. */
export interface PartnerPaymentsPlan {
  readonly kind: 'partnerPayments';
  readonly name: string;
  readonly direction: 'credit' | 'debit';
  readonly rail: Extract<TransactionRail, 'ach' | 'wire' | 'sepa' | 'check'>;
  readonly baiCode: string | null;
  readonly partners: readonly Partner[];
  readonly amount: AmountRange;
  /** How many chances a business day has, and how often each comes true, in 10,000. */
  readonly chancesPerDay: number;
  readonly rate: number;
  /** What the bank takes for each payment, as a row of its own; null where it takes nothing. */
  readonly feeMinor: bigint | null;
}

const RAIL_TEXTS = {
  ach: { credit: 'ACH CREDIT', debit: 'ACH DEBIT' },
  wire: { credit: 'INCOMING WIRE', debit: 'OUTGOING WIRE' },
  sepa: { credit: 'SEPA CREDIT TRANSFER FROM', debit: 'SEPA CREDIT TRANSFER TO' },
};

/** Plans the payments of one business day; none on other days. */
export function planPartnerPayments(plan: PartnerPaymentsPlan, day: ActivityDay): Intent[] {
  const { stream } = day;
  if (!isBusinessDay(day.date, day.calendar)) return [];
  const intents: Intent[] = [];
  for (let index = 0; index < plan.chancesPerDay; index += 1) {
    if (!stream.chance(plan.rate)) continue;
    const payment = planPayment(plan, day, `${index}`);
    intents.push(payment);
    if (plan.feeMinor !== null) intents.push(planFee(payment, plan, plan.feeMinor));
  }
  return intents;
}

/** Fees of one day and kind agree in everything but the bank's reference, where it shows one. */
function planFee(payment: Intent, { rail }: PartnerPaymentsPlan, feeMinor: bigint): Intent {
  const { postAtMs, bookingDate } = payment;
  return {
    name: `${payment.name}-fee`,
    details: {
      rail: 'fee',
      text: `${rail.toUpperCase()} TRANSFER FEE`,
      customerReference: null,
      counterpartyName: null,
      counterpartyAccount: null,
      baiCode: '698',
      mcc: null,
      merchantName: null,
    },
    amountMinor: -feeMinor,
    authoriseAtMs: null,
    postAtMs,
    bookingDate,
    mayGoWrong: true,
  };
}

function planPayment(plan: PartnerPaymentsPlan, day: ActivityDay, name: string): Intent {
  const { date, calendar, stream } = day;
  const magnitude = drawAmount(plan.amount, stream);
  // Wires are final within minutes; everything else is announced in the morning and booked by the nightly run.
  const isWire = plan.rail === 'wire';
  const wireAtMs = atLocalMinute(date, stream.int(9 * 60, 16 * 60 + 59), calendar);
  return {
    name,
    details: describePayment(plan, stream),
    amountMinor: plan.direction === 'credit' ? magnitude : -magnitude,
    authoriseAtMs: isWire || plan.rail === 'check' ? null : atLocalMinute(date, 8 * 60 + 5, calendar),
    postAtMs: isWire ? wireAtMs : atLocalMinute(date, POSTING_RUN_MINUTE, calendar),
    bookingDate: date,
    // Ordinary ACH money is good on the next business day.
    valueDate: plan.rail === 'ach' && plan.direction === 'credit' ? addBusinessDays(date, 1, calendar) : date,
    mayGoWrong: true,
  };
}

function describePayment(plan: PartnerPaymentsPlan, stream: RandomStream): TransactionDetails {
  const partner = stream.pick(plan.partners);
  const common = { rail: plan.rail, baiCode: plan.baiCode, mcc: null, merchantName: null };
  if (plan.rail === 'check') {
    // A paid check shows its number and nothing of whom it was made out to.
    const checkNumber = `${stream.int(1_000, 9_999)}`;
    return {
      ...common,
      text: `CHECK ${checkNumber}`,
      customerReference: checkNumber,
      counterpartyName: null,
      counterpartyAccount: null,
    };
  }
  const reference = `INV-${stream.int(10_000, 99_999)}`;
  return {
    ...common,
    text: `${RAIL_TEXTS[plan.rail][plan.direction]} ${partner.name.toUpperCase()} ${reference}`,
    customerReference: reference,
    counterpartyName: partner.name,
    counterpartyAccount: partner.account,
  };
}
