import type { ObservedRow } from '../../src/domain/observation.ts';
import type { Rail } from '../../src/domain/transaction.ts';
import { addDays, type CalendarDate, calendarDate } from '../../src/domain/values/calendar-date.ts';
import type { Choices } from '../../test/support/choices.ts';

/** Days over which the rows are spread; two years is what most banks show. */
const DAYS = 730;
const FIRST_DAY = calendarDate('2024-11-20');
const PENDING_SHARE = 0.03;

const MERCHANTS = ['Harbor Coffee', 'Ridgeline Office Supply', 'Northgate Fuel', 'Cloud Hosting Ltd', 'City Parking'];
const PARTNERS = ['Lindholm Logistics AB', 'Okafor & Sons Trading', 'Meridian Property GmbH', 'Payroll Services Inc'];
const CITIES = ['LEEDS', 'ROTTERDAM', 'AUSTIN TX', 'GOTEBORG', 'LYON'];

/** What differs between the kinds of entry that a company account shows. */
interface Kind {
  readonly rail: Rail;
  /** Relative frequency. */
  readonly weight: number;
  readonly fill: (choices: Choices, serial: string) => Partial<ObservedRow>;
}

const KINDS: readonly Kind[] = [
  {
    rail: 'card',
    weight: 45,
    fill: (choices, serial) => {
      const merchantName = choices.pick(MERCHANTS);
      return {
        rawDescription: `CARD PURCHASE ${serial}  ${merchantName.toUpperCase()}   ${choices.pick(CITIES)}  CARD 4410`,
        merchantName,
        mcc: choices.pick(['5814', '5943', '5541', '7372', '7523']),
        category: 'purchases',
      };
    },
  },
  {
    rail: 'sepaCredit',
    weight: 30,
    fill: (choices, serial) => {
      const counterpartyName = choices.pick(PARTNERS);
      return {
        rawDescription: `SEPA CREDIT TRANSFER ${counterpartyName} EREF+INV-${serial} SVWZ+Invoice ${serial} of this month, order ${serial}, thank you`,
        paymentReference: `INV-${serial}`,
        counterpartyName,
        counterpartyAccount: `DE8937040044${serial}`,
        baiCode: '165',
      };
    },
  },
  {
    rail: 'ach',
    weight: 20,
    fill: (choices, serial) => {
      const counterpartyName = choices.pick(PARTNERS);
      return {
        rawDescription: `ACH ${counterpartyName.toUpperCase()} DES:PAYMENT ID:${serial} INDN:ACME HOLDINGS CO ID:9${serial} CCD`,
        paymentReference: serial,
        counterpartyName,
        baiCode: '455',
      };
    },
  },
  {
    rail: 'wire',
    weight: 5,
    fill: (choices, serial) => ({
      rawDescription: `WIRE TYPE:INTL OUT DATE:260110 TIME:0912 ET TRN:${serial} RELATED REF:${serial} "urgent" für ${choices.pick(PARTNERS)}`,
      paymentReference: `TRN${serial}`,
      counterpartyName: choices.pick(PARTNERS),
      counterpartyAccount: `GB29NWBK6016${serial}`,
      baiCode: '495',
    }),
  },
];
const WEIGHTS = KINDS.reduce((sum, { weight }) => sum + weight, 0);

/** A row as a bank shows it for a company account; its text lengths are those of real statements. */
export function chooseRow(choices: Choices, number: number, currency: string): ObservedRow {
  const serial = String(number).padStart(10, '0');
  const { rail, fill } = chooseKind(choices);
  const day = addDays(FIRST_DAY, choices.whole(0, DAYS - 1));
  const pending = choices.chance(PENDING_SHARE);
  return {
    sourceId: `row-${serial}`,
    status: pending ? 'pending' : 'posted',
    postedDate: pending ? null : day,
    pendingDate: day,
    valueDate: pending ? null : day,
    amount: chooseAmount(choices),
    currency,
    rawDescription: null,
    rail,
    paymentReference: null,
    bankReference: `BR${serial}`,
    baiCode: null,
    category: null,
    mcc: null,
    merchantName: null,
    counterpartyName: null,
    counterpartyAccount: null,
    location: null,
    ...fill(choices, serial),
  };
}

/** The same row once the bank has booked it. */
export function bookRow(row: ObservedRow): ObservedRow {
  const day: CalendarDate | null = row.pendingDate;
  return { ...row, status: 'posted', postedDate: day, valueDate: day };
}

function chooseKind(choices: Choices): Kind {
  let left = choices.real() * WEIGHTS;
  const found = KINDS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  if (found === undefined) throw new RangeError('the weights do not add up');
  return found;
}

function chooseAmount(choices: Choices): string {
  const cents = String(choices.whole(100, choices.chance(0.9) ? 99_999 : 99_999_999));
  return `${choices.chance(0.7) ? '-' : ''}${cents.slice(0, -2)}.${cents.slice(-2)}`;
}
