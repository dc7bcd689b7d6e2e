import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectStatements } from '../read-bank-file.ts';
import { NO_CODES, NO_REFERENCES } from '../statement.ts';
import { ANY_TEXT, outgoingStatement } from '../testing/outgoing.ts';
import { FILE, writeWhole } from '../testing/write-file.ts';
import { WRITTEN_CSV_PROFILE } from './csv.ts';
import type { OutgoingEntry, OutgoingStatement } from './outgoing.ts';
import { splitByDay } from './split-by-day.ts';
import { type BankFileWriteOptions, writeBankFile } from './write-bank-file.ts';
import { BankFileWriteError, type WritableFormat, type WriteLoss } from './write-scope.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

const ENTRY: OutgoingEntry = { bookingDate: '2026-01-31', amount: '12.50', bankReference: 'B1' };

function statement(entries: readonly OutgoingEntry[], rest: Partial<OutgoingStatement> = {}): OutgoingStatement {
  return {
    account: { id: 'DE89370400440532013000', currency: 'EUR' },
    statementId: 'S1',
    asOfDate: '2026-01-31',
    balances: [
      { type: 'opening', amount: '0.00', date: '2026-01-31' },
      { type: 'closing', amount: '12.50', date: '2026-01-31' },
    ],
    entries,
    ...rest,
  };
}

async function refusal(
  format: WritableFormat,
  statements: readonly OutgoingStatement[],
  options: Partial<BankFileWriteOptions> = {},
): Promise<string> {
  try {
    await writeWhole(format, statements, options);
  } catch (error) {
    if (error instanceof BankFileWriteError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('what a format cannot carry is refused by field and with the remedy', () => {
  it.each<[WritableFormat, string, OutgoingStatement, string]>([
    [
      'mt940',
      'a pending entry',
      statement([{ ...ENTRY, status: 'pending' }]),
      'mt940: statements[0].entries[0].status is pending, and the format has booked entries only; leave it out, or choose camt053 or csv',
    ],
    [
      'mt940',
      'another currency',
      statement([ENTRY, { ...ENTRY, currency: 'USD' }]),
      "mt940: statements[0].entries[1].currency is USD, and the format has entries in the account's EUR only; choose camt053 or csv",
    ],
    [
      'mt940',
      'no opening balance',
      statement([ENTRY], { balances: [] }),
      'mt940: statements[0].balances.opening is missing, and the format wants it; choose bai2 or csv',
    ],
    [
      'mt940',
      'an amount of 15 digits',
      statement([{ ...ENTRY, amount: '1234567890123.45' }]),
      'mt940: statements[0].entries[0].amount 1234567890123.45 has 15 digits, the format takes 14; choose camt053 or csv',
    ],
    [
      'mt940',
      'a year outside of two digits',
      statement([{ ...ENTRY, bookingDate: '2080-01-01' }]),
      'mt940: statements[0].entries[0].valueDate 2080-01-01 has no place among years of two digits, 1980 to 2079; choose camt053 or csv',
    ],
    [
      'mt940',
      'a long statement id',
      statement([], { statementId: 'A234567890123456x' }),
      'mt940: statements[0].statementId "A234567890123456x" is not a reference of 1 to 16 letters and digits',
    ],
    [
      'camt053',
      'too many decimals',
      statement([{ ...ENTRY, amount: '1.123456' }]),
      'camt053: statements[0].entries[0].amount 1.123456 EUR has 6 decimals, the format takes 5; round it at its source',
    ],
    [
      'camt053',
      'a garbled amount',
      statement([{ ...ENTRY, amount: '1,50' }]),
      'camt053: statements[0].entries[0].amount "1,50" is not a decimal number such as -12.50',
    ],
    [
      'camt053',
      'a day that does not exist',
      statement([{ ...ENTRY, bookingDate: '2026-02-30' }]),
      'camt053: statements[0].entries[0].bookingDate "2026-02-30" is not a day such as 2026-01-31',
    ],
    [
      'camt053',
      'a side against its sign',
      statement([{ ...ENTRY, entryType: 'debit' }]),
      'camt053: statements[0].entries[0].entryType is debit, and the amount "12.50" a credit; mend one of them',
    ],
    [
      'camt053',
      'a booked entry without a day',
      statement([{ ...ENTRY, bookingDate: null }]),
      'camt053: statements[0].entries[0].bookingDate is missing; a booked entry has one',
    ],
    [
      'bai2',
      'an entry of another day',
      statement([{ ...ENTRY, bookingDate: '2026-01-30' }]),
      'bai2: statements[0].entries[0].bookingDate is 2026-01-30, and a BAI2 account has entries of its day 2026-01-31 only; use splitByDay',
    ],
    [
      'bai2',
      'a currency without known decimals',
      statement([], { account: { id: '1', currency: 'ABC' } }),
      'bai2: statements[0].account.currency "ABC" is not a current ISO 4217 code, so its decimals are unknown',
    ],
    [
      'bai2',
      'a comma in the account',
      statement([], { account: { id: '1,2', currency: 'EUR' } }),
      'bai2: statements[0].account.id "1,2" is blank, or has commas, slashes or other letters',
    ],
    [
      'bai2',
      'more decimals than the currency',
      statement([{ ...ENTRY, amount: '0.001' }]),
      'bai2: statements[0].entries[0].amount 0.001 EUR has more than 2 decimals; round it at its source',
    ],
    [
      'ofx',
      'an entry without id',
      statement([{ ...ENTRY, bankReference: null }]),
      'ofx: statements[0].entries[0].bankReference is missing, and every transaction of OFX has an id of its own; give the entry an id',
    ],
    [
      'ofx',
      'an id twice',
      statement([ENTRY, ENTRY]),
      'ofx: statements[0].entries[1].bankReference "B1" repeats within the statement, and every transaction of OFX has an id of its own; give the entry an id',
    ],
    [
      'csv',
      'a currency in small letters',
      statement([{ ...ENTRY, currency: 'eur' }]),
      'csv: statements[0].entries[0].currency "eur" is not an ISO 4217 code such as EUR',
    ],
  ])('%s: %s', async (format, _, one, message) => {
    expect(await refusal(format, [one], { onLoss: () => {} })).toBe(message);
  });

  it('a loss is refused where nobody listens to losses', async () => {
    const one = statement([{ ...ENTRY, references: { uetr: 'u' } }]);
    expect(await refusal('mt940', [one])).toBe(
      'mt940: statements[0].entries[0].references.uetr "u" has no place in this format; leave it out, or take the loss with onLoss',
    );
  });
});

describe('losses', () => {
  it('name the entry, the field and what becomes of the value', async () => {
    const losses: WriteLoss[] = [];
    const long = `${'word '.repeat(90)}end`;
    const one = statement([
      ENTRY,
      { ...ENTRY, bankReference: 'B2', description: 'Gebühr für März', isReversal: true },
      { ...ENTRY, bankReference: 'B3', description: long },
    ]);
    await writeWhole('mt940', [one], { onLoss: (loss) => losses.push(loss) });
    expect(losses[0]).toEqual({
      format: 'mt940',
      field: 'description',
      reason: '"Gebühr für März" reads as "Gebuhr fur Marz"',
      statementIndex: 0,
      entryIndex: 1,
    });
    expect(losses.map(({ field, entryIndex }) => [field, entryIndex])).toEqual([
      ['description', 1],
      ['description', 2],
    ]);
  });
});

describe('MT940', () => {
  const shape = { maxDigits: 13, isDaily: false, statuses: ['posted'] as const, text: ANY_TEXT };
  const onLoss = () => {};

  it('keeps to the characters and lines of SWIFT', async () => {
    await fc.assert(
      fc.asyncProperty(outgoingStatement(shape), async (one) => {
        const text = (await writeWhole('mt940', [one], { onLoss })).toString('utf8');
        expect(text).toMatch(/^[a-zA-Z0-9/\-?:().,'+ \r\n]*$/);
        let lines = 0;
        for (const line of text.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(line.startsWith(':86:') ? 69 : 65);
          lines = line.startsWith(':') ? 1 : lines + 1;
          expect(lines).toBeLessThanOrEqual(6);
        }
      }),
    );
  });

  it('turns the page where a message is full, and every page adds up', async () => {
    await fc.assert(
      fc.asyncProperty(outgoingStatement(shape), fc.integer({ min: 900, max: 2000 }), async (one, maxMessageLength) => {
        const bytes = await writeWhole('mt940', [one], { onLoss, mt940: { maxMessageLength } });
        for (const message of bytes.toString('utf8').split('\r\n-\r\n'))
          expect(message.length).toBeLessThan(maxMessageLength);
        const pages = collectStatements(bytes, { isStrict: true });
        expect([pages.error, pages.statementErrors, pages.warnings]).toEqual([null, [], []]);
        expect(pages.statements.map(({ header }) => header.page?.number)).toEqual(
          pages.statements.map((_, index) => String(index + 1)),
        );
        expect(pages.statements.every(({ trailer }) => trailer.checks.balancesAddUp)).toBe(true);
        const whole = collectStatements(await writeWhole('mt940', [one], { onLoss }), { isStrict: true });
        const strip = ({
          bookingDate,
          valueDate,
          amount,
          description,
        }: (typeof whole.statements)[number]['entries'][number]) => [bookingDate, valueDate, amount, description];
        expect(pages.statements.flatMap(({ entries }) => entries.map(strip))).toEqual(
          whole.statements.flatMap(({ entries }) => entries.map(strip)),
        );
        const balances = pages.statements.flatMap(({ trailer }) =>
          trailer.balances.filter(({ isIntermediate }) => !isIntermediate),
        );
        expect(balances.map(({ amount }) => amount)).toEqual(one.balances.map(({ amount }) => amount));
      }),
    );
  });

  it('writes a statement as banks do', async () => {
    const one = statement([
      {
        ...ENTRY,
        valueDate: '2026-02-02',
        customerReference: 'C1',
        counterparty: { name: 'ACME', account: 'NL91ABNA0417164300' },
        references: { endToEndId: 'E1' },
        description: 'Invoice 7',
      },
      { ...ENTRY, amount: '-3.00', isReversal: true, codes: { swiftType: 'NCHG' }, bankReference: null },
    ]);
    expect((await writeWhole('mt940', [one], { mt940: { lineEnd: '\n' } })).toString('utf8')).toBe(
      [
        ':20:S1',
        ':25:DE89370400440532013000',
        ':28C:1/1',
        ':60F:C260131EUR0,00',
        ':61:2602020131C12,50NMSCC1//B1',
        ':86:/EREF/E1/IBAN/NL91ABNA0417164300/NAME/ACME/REMI/USTD//Invoice 7/',
        ':61:2601310131RC3,00NCHGNONREF',
        ':62F:C260131EUR12,50',
        '-',
        '',
      ].join('\n'),
    );
  });
});

describe('BAI2', () => {
  const shape = { maxDigits: 18, isDaily: true, statuses: ['posted'] as const, text: ANY_TEXT };

  it('keeps to the physical record length and to ASCII', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(outgoingStatement(shape), { maxLength: 3 }), async (statements) => {
        const text = (await writeWhole('bai2', statements, { onLoss: () => {} })).toString('utf8');
        expect(text).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('counts records and sums up what it printed', async () => {
    const one = statement([
      { ...ENTRY, valueDate: '2026-02-02', codes: { baiCode: '142' }, description: `PAYROLL ${'x'.repeat(70)}/` },
      { ...ENTRY, amount: '-3.00' },
    ]);
    expect(
      (
        await writeWhole('bai2', [one, { ...one, account: { id: '2', currency: 'JPY' }, entries: [], balances: [] }])
      ).toString('utf8'),
    ).toBe(
      [
        '01,122099999,123456789,260105,1200,F1,80,,2/',
        '02,123456789,122099999,1,260131,,,2/',
        '03,DE89370400440532013000,EUR,010,0,,,015,1250,,/',
        '16,142,1250,V,260202,,B1,,PAYROLL',
        `88,${'x'.repeat(70)}//`,
        '16,699,300,Z,B1,,/',
        '49,2800,5/',
        '03,2,JPY,,,,/',
        '49,0,2/',
        '98,2800,2,9/',
        '99,2800,1,11/',
        '',
      ].join('\n'),
    );
  });

  it('a statement over several days is written day by day, each closing where the next one opens', async () => {
    const entries = [
      { ...ENTRY, bookingDate: '2026-01-29', amount: '10.00' },
      { ...ENTRY, bookingDate: '2026-01-29', amount: '-1.00' },
      { ...ENTRY, bookingDate: '2026-01-31', amount: '3.50' },
    ];
    const found = collectStatements(await writeWhole('bai2', splitByDay(statement(entries))), { isStrict: true });
    expect([found.error, found.statementErrors]).toEqual([null, []]);
    expect(
      found.statements.map(({ header, trailer }) => [header.asOfDate, ...trailer.balances.map(({ amount }) => amount)]),
    ).toEqual([
      ['2026-01-29', '0.00', '9.00'],
      ['2026-01-31', '9.00', '12.50'],
    ]);
    const turned = splitByDay(statement([...entries].reverse()));
    await expect(writeWhole('bai2', turned)).rejects.toThrow(
      'entries in the order of bookingDate: 2026-01-29 stands behind 2026-01-31',
    );
  });
});

describe('camt.053', () => {
  it('writes amounts of 18 digits', async () => {
    const amount = '9999999999999999.99';
    const one = statement([{ ...ENTRY, amount }], { balances: [{ type: 'closing', amount, date: '2026-01-31' }] });
    const found = collectStatements(await writeWhole('camt053', [one]), { isStrict: true });
    expect(found.statements[0]?.entries[0]?.amount).toBe(amount);
  });

  it('keeps the payments of a batch, charges and what was instructed', async () => {
    const payment = {
      amount: '5.00',
      currency: 'EUR',
      bankReference: 'D1',
      description: 'First',
      rawDescription: ['First'],
      counterparty: { name: 'A & B', account: 'NL91ABNA0417164300', bankId: 'ABNANL2A' },
      references: { ...NO_REFERENCES, endToEndId: 'E1', creditorReference: 'RF18539007547034' },
      codes: { ...NO_CODES, isoCode: 'PMNT-RCDT-ESCT', returnReason: 'AC04' },
      instructed: { amount: '5.50', currency: 'USD', exchangeRate: '1.1' },
      charges: [{ amount: '-0.10', currency: 'EUR', type: 'SHA', isIncluded: true }],
    };
    const details = [
      payment,
      { ...payment, amount: '7.50', bankReference: 'D2', description: 'Second', rawDescription: ['Second'] },
    ];
    const batch: OutgoingEntry = {
      ...ENTRY,
      details,
      description: 'Collected',
      references: { messageId: 'M1', paymentInformationId: 'P1', entryReference: '1' },
    };
    const single: OutgoingEntry = {
      ...ENTRY,
      amount: '0.00',
      instructed: payment.instructed,
      charges: payment.charges,
    };
    const found = collectStatements(await writeWhole('camt053', [statement([batch, single])]), { isStrict: true });
    expect([found.error, found.statementErrors]).toEqual([null, []]);
    const [first, second] = found.statements[0]?.entries ?? [];
    expect(first?.details).toEqual(details);
    expect(first).toMatchObject({ description: 'Collected', references: batch.references });
    expect(second).toMatchObject({ instructed: payment.instructed, charges: payment.charges });
    expect(found.statements[0]?.trailer.checks.detailsAddUp).toBe(true);
  });
});

describe('CSV', () => {
  it('keeps spreadsheets from calculating texts, and is read back without', async () => {
    const texts = ['=1+1', '+49 30 1', '-x', '@SUM(A1)', 'a "b", c', ';', '=HYPERLINK("http://x")'];
    const entries = texts.map((description) => ({ ...ENTRY, description }));
    const bytes = await writeWhole('csv', [statement(entries)], { onLoss: () => {} });
    const cells = bytes
      .toString('utf8')
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',').slice(6, 7).join());
    for (const cell of cells) expect(cell).not.toMatch(/^"?[-+@]|^"?=[^"]/);
    const found = collectStatements(bytes, { csv: { profile: WRITTEN_CSV_PROFILE }, isStrict: true });
    expect(found.statements[0]?.entries.map(({ description }) => description)).toEqual([
      ...texts.slice(0, -1),
      "=HYPERLINK('http://x')",
    ]);
  });

  it('is found by its content too', async () => {
    const entries = Array.from({ length: 5 }, (_, index) => ({
      ...ENTRY,
      amount: `${index - 2}.50`,
      description: `Payment ${index}`,
      bankReference: `B${index}`,
    }));
    const found = collectStatements(await writeWhole('csv', [statement(entries)]));
    expect(found.error).toBeNull();
    expect(found.statements[0]?.entries.map(({ amount }) => amount)).toEqual(entries.map(({ amount }) => amount));
  });
});

describe('a large statement', () => {
  it.each<WritableFormat>(['camt053', 'mt940', 'bai2', 'ofx', 'csv'])(
    '%s: entries are asked for as chunks are taken',
    async (format) => {
      let made = 0;
      function* entries(): Generator<OutgoingEntry> {
        for (; made < 20_000; made++)
          yield { ...ENTRY, bankReference: `B${made}`, description: 'Payment of an invoice' };
      }
      const chunks = writeBankFile(format, [{ ...statement([]), entries: entries() }], { file: FILE });
      await chunks.next();
      expect(made).toBeLessThan(2000);
      await chunks.return();
    },
  );

  it('takes statements and entries from streams', async () => {
    async function* entries() {
      yield ENTRY;
    }
    async function* statements() {
      yield { ...statement([]), entries: entries() };
    }
    const found = collectStatements(await writeWhole('camt053', statements()), { isStrict: true });
    expect(found.statements[0]?.entries).toHaveLength(1);
  });
});
