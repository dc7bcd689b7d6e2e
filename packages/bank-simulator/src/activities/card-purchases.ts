import { addBusinessDays, atLocalMinute, type CalendarDate, localDateAt } from '../calendar.ts';
import { drawPrice, type Merchant } from '../merchant.ts';
import { renderDecimal } from '../money.ts';
import type { RandomStream } from '../random.ts';
import type { TransactionDetails } from '../transaction.ts';
import { type ActivityDay, type Intent, POSTING_RUN_MINUTE } from './activity.ts';

/** The company's cards at work: authorised on any day, posted in the nightly run one to three business days later. */
export interface CardPurchasesPlan {
  readonly kind: 'cardPurchases';
  readonly name: string;
  /** Purchases a day, both ends included. With at least one, some row is always pending. */
  readonly perDay: { readonly min: number; readonly max: number };
  readonly merchants: readonly Merchant[];
}

const FIRST_MINUTE = 7 * 60;
const LAST_MINUTE = 19 * 60 + 59;

/** Plans one day of card purchases with their repeats and refunds. */
export function planCardPurchases(plan: CardPurchasesPlan, day: ActivityDay): Intent[] {
  const { stream, rates } = day;
  const count = stream.int(plan.perDay.min, plan.perDay.max);
  const intents: Intent[] = [];
  for (let index = 0; index < count; index += 1) {
    const merchant = stream.pick(plan.merchants);
    const minute = stream.int(FIRST_MINUTE, LAST_MINUTE);
    const purchase = planPurchase(day, { name: `${index}`, merchant, minute });
    const isRefunded = stream.chance(rates.refunded);
    intents.push(isRefunded ? { ...purchase, followUp: refundPurchase(purchase, merchant, day) } : purchase);
    if (stream.chance(rates.repeated)) intents.push(repeatPurchase(purchase, minute, day));
  }
  return intents;
}

interface Purchase {
  readonly name: string;
  readonly merchant: Merchant;
  readonly minute: number;
}

function planPurchase(day: ActivityDay, purchase: Purchase): Intent {
  const { stream, calendar, rates } = day;
  const price = drawPrice(purchase.merchant, stream);
  const settled = settlePrice(price, purchase.merchant, { isAdjusted: stream.chance(rates.adjusted), stream });
  return {
    name: purchase.name,
    details: describePurchase(purchase.merchant, price),
    amountMinor: -settled.postedMinor,
    heldMinor: -settled.heldMinor,
    authoriseAtMs: atLocalMinute(day.date, purchase.minute, calendar) + stream.int(0, 59) * 1_000,
    ...postInRun(addBusinessDays(day.date, stream.int(1, 3), calendar), day),
    mayGoWrong: true,
  };
}

/** What is held and what posts, in the account's currency. Tips and fuel holds are a matter of luck, conversion is not. */
function settlePrice(
  price: bigint,
  { settles }: Merchant,
  { isAdjusted, stream }: { readonly isAdjusted: boolean; readonly stream: RandomStream },
) {
  const asHeld = { heldMinor: price, postedMinor: price };
  switch (settles.kind) {
    case 'asHeld':
      return asHeld;
    case 'withTip':
      return isAdjusted
        ? { heldMinor: price, postedMinor: price + (price * BigInt(stream.int(10, 25))) / 100n }
        : asHeld;
    case 'fuelHold':
      // Pumps authorise a round sum before they know how much is tanked.
      return isAdjusted ? { heldMinor: 10_000n, postedMinor: price } : asHeld;
    case 'converted': {
      const rate = settles.tenThousandths + stream.int(-200, 200);
      const convert = (tenThousandths: number) => (price * BigInt(tenThousandths)) / 10_000n;
      // The rate of the posting day is another than that of the purchase.
      return { heldMinor: convert(rate), postedMinor: convert(rate + stream.int(-250, 250)) };
    }
  }
}

/** The same card, shop and sum once more, minutes later: two true purchases that look alike. */
function repeatPurchase(purchase: Intent, minute: number, day: ActivityDay): Intent {
  const { stream, calendar } = day;
  const repeatMinute = minute + stream.int(3, 50);
  const postsTogether = stream.chance(7_000);
  const postDate = postsTogether ? purchase.bookingDate : addBusinessDays(day.date, stream.int(1, 3), calendar);
  return {
    ...purchase,
    name: `${purchase.name}-repeat`,
    authoriseAtMs: atLocalMinute(day.date, repeatMinute, calendar),
    ...postInRun(postDate, day),
    relation: { kind: 'repeatOf', name: purchase.name },
  };
}

/** Refunds are never authorised; they post some days after the purchase did. */
function refundPurchase(purchase: Intent, merchant: Merchant, day: ActivityDay): Intent {
  const postDate = addBusinessDays(purchase.bookingDate, day.stream.int(2, 9), day.calendar);
  return {
    name: `${purchase.name}-refund`,
    details: { ...purchase.details, text: `REFUND ${merchant.text}`, baiCode: '399' },
    amountMinor: -purchase.amountMinor,
    authoriseAtMs: null,
    ...postInRun(postDate, day),
    relation: { kind: 'refundOf', name: purchase.name },
    mayGoWrong: true,
  };
}

function postInRun(date: CalendarDate, { calendar }: ActivityDay) {
  const postAtMs = atLocalMinute(date, POSTING_RUN_MINUTE, calendar);
  return { postAtMs, bookingDate: localDateAt(postAtMs, calendar) };
}

function describePurchase(merchant: Merchant, price: bigint): TransactionDetails {
  const { settles } = merchant;
  // What was paid abroad is printed, and stays the same whatever the conversion makes of it.
  const abroad = settles.kind === 'converted' ? ` ${settles.currency} ${renderDecimal(price, settles.currency)}` : '';
  return {
    rail: 'card',
    text: `CARD PURCHASE ${merchant.text}${abroad}`,
    customerReference: null,
    counterpartyName: null,
    counterpartyAccount: null,
    baiCode: '699',
    mcc: merchant.mcc,
    merchantName: merchant.name,
  };
}
