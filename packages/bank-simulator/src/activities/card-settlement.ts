import { addBusinessDays, atLocalMinute, isBusinessDay } from '../calendar.ts';
import { type ActivityDay, type AmountRange, drawAmount, type Intent } from './activity.ts';

/** What the company's own customers paid by card: announced in the evening, credited the next business morning. */
export interface CardSettlementPlan {
  readonly kind: 'cardSettlement';
  readonly name: string;
  readonly text: string;
  readonly amount: AmountRange;
}

/** Plans the settlement of one business day; none on other days. */
export function planCardSettlement(plan: CardSettlementPlan, day: ActivityDay): Intent[] {
  const { date, calendar, stream } = day;
  if (!isBusinessDay(date, calendar)) return [];
  const bookingDate = addBusinessDays(date, 1, calendar);
  return [
    {
      name: 'settlement',
      details: {
        rail: 'ach',
        text: `${plan.text} ${date.slice(5, 7)}${date.slice(8)}`,
        customerReference: null,
        counterpartyName: plan.text,
        counterpartyAccount: null,
        baiCode: '165',
        mcc: null,
        merchantName: null,
      },
      amountMinor: drawAmount(plan.amount, stream),
      authoriseAtMs: atLocalMinute(date, 20 * 60 + 30, calendar),
      postAtMs: atLocalMinute(bookingDate, 6 * 60 + 30, calendar),
      bookingDate,
      mayGoWrong: true,
    },
  ];
}
