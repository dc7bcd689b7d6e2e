import { atLocalMinute, isBusinessDay, weekdayOf } from '../calendar.ts';
import { renderDecimal } from '../money.ts';
import type { TransactionDetails } from '../transaction.ts';
import type { ActivityDay, Intent } from './activity.ts';

/** Money changed into another currency on a weekday: one row in each of two accounts, and a fee. */
export interface CurrencyExchangePlan {
  readonly kind: 'currencyExchange';
  readonly name: string;
  readonly sells: string;
  readonly buys: string;
  readonly toAccountId: string;
  /** Round sums of the currency bought, in its minor units. */
  readonly boughtMinor: readonly number[];
  /** About how much of the currency sold buys 10,000 of the other. */
  readonly tenThousandths: number;
  /** 0 for Sunday to 6 for Saturday. */
  readonly weekday: number;
  readonly feeMinor: bigint;
}

/** Plans the exchange of its weekday; none on other days and on holidays. All rows post at the same moment. */
export function planCurrencyExchange(plan: CurrencyExchangePlan, day: ActivityDay): Intent[] {
  const { date, calendar, stream } = day;
  if (weekdayOf(date) !== plan.weekday || !isBusinessDay(date, calendar)) return [];
  const boughtMinor = BigInt(stream.pick(plan.boughtMinor));
  const rate = plan.tenThousandths + stream.int(-180, 180);
  const soldMinor = (boughtMinor * BigInt(rate)) / 10_000n;
  const bought = `${plan.buys} ${renderDecimal(boughtMinor, plan.buys)}`;
  const common = {
    authoriseAtMs: null,
    postAtMs: atLocalMinute(date, 11 * 60 + 20, calendar),
    bookingDate: date,
    mayGoWrong: false,
  };
  return [
    {
      ...common,
      name: 'sold',
      details: describeLeg(`FX SPOT SELL ${plan.sells} BUY ${bought} RATE ${renderRate(rate)}`, '508'),
      amountMinor: -soldMinor,
    },
    {
      ...common,
      name: 'bought',
      accountId: plan.toAccountId,
      details: describeLeg(`FX SPOT BUY ${bought}`, null),
      amountMinor: boughtMinor,
      relation: { kind: 'otherLegOf', name: 'sold' },
    },
    { ...common, name: 'fee', details: describeLeg('FX SPOT FEE', '698', 'fee'), amountMinor: -plan.feeMinor },
  ];
}

function renderRate(tenThousandths: number): string {
  return `${Math.floor(tenThousandths / 10_000)}.${`${tenThousandths % 10_000}`.padStart(4, '0')}`;
}

function describeLeg(text: string, baiCode: string | null, rail: 'wire' | 'fee' = 'wire'): TransactionDetails {
  return {
    rail,
    text,
    customerReference: null,
    counterpartyName: null,
    counterpartyAccount: null,
    baiCode,
    mcc: null,
    merchantName: null,
  };
}
