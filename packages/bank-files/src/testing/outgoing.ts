import fc from 'fast-check';
import { addDecimals, formatDecimal, ZERO } from '../decimal.ts';
import type { OutgoingEntry, OutgoingStatement } from '../write/outgoing.ts';
import { decimal } from './corpus.ts';

/** Decimals of the currencies that statements are generated in. */
const EXPONENTS: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0, KWD: 3, CLF: 4 };

/** What the generated statements of one format may hold. */
export interface OutgoingShape {
  readonly maxDigits: number;
  /** All entries of a statement have its day. */
  readonly isDaily: boolean;
  readonly statuses: readonly NonNullable<OutgoingEntry['status']>[];
  readonly text: fc.Arbitrary<string>;
}

const LEAP_AND_TURN_DAYS = ['2024-02-29', '2000-02-29', '1980-01-01', '2079-12-31', '2025-12-31', '2026-01-01'];

const date: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...LEAP_AND_TURN_DAYS),
  fc
    .date({ min: new Date('1980-01-02T00:00:00Z'), max: new Date('2079-12-30T00:00:00Z'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
);

/** What formats use for themselves, in the middle of a text. */
const NASTY = [
  'EREF+X SVWZ+Y',
  '/NAME/A/REMI/USTD//B/',
  '//',
  ':86:',
  ':61:',
  '-',
  '-}',
  '{4:',
  '/ 16,399,100,Z,,/',
  '88,',
  '/',
  'KEY:VALUE',
  '"',
  '""',
  '=1+1',
  '@@',
  ',',
  ';',
  '|',
  '<OFX>',
  '</MEMO>',
  '&amp;',
  ']]>',
  '166?00A?20B',
  '0000',
  'NONREF',
  'NOTPROVIDED',
  'Müller & Söhne',
  'Łódź ß',
  '漢字',
  '😀',
  '\u0000',
  '\ud800',
  '\u2028',
  'x'.repeat(150),
  `${'word '.repeat(40)}`,
  'A'.repeat(64),
  '2026-01-01',
  '1,234.56',
];

export const ANY_TEXT: fc.Arbitrary<string> = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 12 })), { maxLength: 8 })
    .map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 6 }).map((parts) => parts.join('')),
);

/** Letters, digits and single blanks: what every format can say. */
export const PLAIN_TEXT: fc.Arbitrary<string> = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1, maxLength: 20 })
  .map((words) => words.join(' '));

/** A reference that every format can carry. */
export const PLAIN_REFERENCE: fc.Arbitrary<string> = fc.stringMatching(/^[A-Z][A-Z0-9]{0,10}[1-9]$/);

function amount(exponent: number, maxDigits: number): fc.Arbitrary<string> {
  const limit = 10n ** BigInt(maxDigits) - 1n;
  return fc
    .oneof(
      fc.bigInt({ min: -limit, max: limit }),
      fc.bigInt({ min: -1000n, max: 1000n }),
      fc.constantFrom(0n, 1n, -1n, limit, -limit),
    )
    .map((units) => formatDecimal({ units, scale: exponent }, exponent));
}

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

function entry(day: string, exponent: number, shape: OutgoingShape): fc.Arbitrary<OutgoingEntry> {
  const { text } = shape;
  return fc
    .record({
      bookingDate: shape.isDaily ? fc.constant(day) : date,
      valueDate: nullable(fc.oneof(fc.constant(day), date)),
      amount: amount(exponent, shape.maxDigits),
      zeroSide: fc.constantFrom('credit' as const, 'debit' as const),
      status: fc.constantFrom(...shape.statuses),
      isReversal: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      description: nullable(text),
      counterparty: fc.record({ name: nullable(text), account: nullable(text), bankId: nullable(text) }),
      bankReference: nullable(text),
      customerReference: nullable(text),
      references: fc.record({
        endToEndId: nullable(text),
        mandateId: nullable(text),
        uetr: nullable(text),
        checkNumber: nullable(text),
        creditorReference: nullable(text),
      }),
      codes: fc.record({
        baiCode: fc.constantFrom(null, '142', '475', '555', '399', '699', '100', '931'),
        isoCode: fc.constantFrom(null, 'PMNT-RCDT-ESCT', 'PMNT'),
        swiftType: fc.constantFrom(null, 'NTRF', 'NCHK', 'X'),
        gvcCode: fc.constantFrom(null, '166'),
        ofxType: fc.constantFrom(null, 'FEE', 'CHECK', 'IN'),
        returnReason: fc.constantFrom(null, 'AC04'),
      }),
    })
    .map(({ zeroSide, ...rest }) => ({ ...rest, entryType: sideOf(rest.amount, zeroSide) }));
}

/** An entry with nothing but what every format can carry. */
function plainEntry(day: string, exponent: number, shape: OutgoingShape): fc.Arbitrary<OutgoingEntry> {
  return fc
    .record({
      bookingDate: shape.isDaily ? fc.constant(day) : date,
      amount: amount(exponent, shape.maxDigits),
      description: nullable(PLAIN_TEXT),
      bankReference: PLAIN_REFERENCE,
      customerReference: nullable(PLAIN_REFERENCE),
    })
    .map((rest) => ({ ...rest, entryType: sideOf(rest.amount, 'credit') }));
}

function sideOf(text: string, zeroSide: 'credit' | 'debit'): 'credit' | 'debit' {
  return /^0[.0]*$/.test(text) ? zeroSide : text.startsWith('-') ? 'debit' : 'credit';
}

/** A statement whose balances add up. */
export function outgoingStatement(shape: OutgoingShape, isPlain = false): fc.Arbitrary<OutgoingStatement> {
  return fc
    .tuple(
      fc.constantFrom(...Object.keys(EXPONENTS)),
      date,
      fc.constantFrom('DE89370400440532013000', '0012345678', '4711', 'NL91ABNA0417164300'),
      fc.integer({ min: 1, max: 99999 }),
    )
    .chain(([currency, day, id, number]) => {
      const exponent = EXPONENTS[currency] ?? 2;
      const one = isPlain ? plainEntry(day, exponent, shape) : entry(day, exponent, shape);
      return fc
        .record({ opening: amount(exponent, Math.min(shape.maxDigits, 12)), entries: fc.array(one, { maxLength: 8 }) })
        .map(
          ({ opening, entries }): OutgoingStatement => ({
            account: { id, currency },
            statementId: `S${number}`,
            asOfDate: day,
            balances: [
              { type: 'opening', amount: opening, date: day },
              { type: 'closing', amount: closingOf(opening, entries, exponent), date: day },
            ],
            entries: numberEntries(entries),
          }),
        );
    });
}

/** Ids of the caller's own. */
function numberEntries(entries: readonly OutgoingEntry[]): OutgoingEntry[] {
  return entries.map((one, index) => ({ ...one, id: `own-${index}` }));
}

function closingOf(opening: string, entries: readonly OutgoingEntry[], exponent: number): string {
  const posted = entries.filter(({ status = 'posted' }) => status === 'posted').map((one) => decimal(one.amount));
  return formatDecimal(addDecimals(decimal(opening), posted.reduce(addDecimals, ZERO)), exponent);
}
