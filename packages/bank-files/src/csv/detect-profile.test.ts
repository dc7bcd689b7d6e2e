import { describe, expect, it } from 'vitest';
import { detectCsvProfile } from './detect-profile.ts';

function detect(...lines: string[]) {
  return detectCsvProfile(lines);
}

describe('detectCsvProfile', () => {
  it('finds delimiter, header, columns and decimal mark', () => {
    const found = detect(
      'Kontoauszug;;;;;',
      'IBAN;DE89 3704 0044 0532 0130 00;;;;',
      '',
      'Buchungstag;Wertstellung;Auftraggeber;Verwendungszweck;Betrag (EUR);Saldo (EUR)',
      '02.01.2026;03.01.2026;ACME GmbH;"Rechnung; Januar";1.234,56;2.234,56',
      '05.01.2026;05.01.2026;Vermieter;Miete;-1.000,00;1.234,56',
      '06.01.2026;06.01.2026;Laden;Kauf;-34,56;1.200,00',
    );
    expect(found).toMatchObject({
      certainty: 1,
      profile: {
        delimiter: ';',
        headerRow: 3,
        decimalMark: ',',
        dateOrder: 'DMY',
        date: 0,
        valueDate: 1,
        amount: { kind: 'signed', column: 4 },
        balance: 5,
        description: [3],
        counterpartyName: 2,
        currency: { code: 'EUR' },
        account: { kind: 'label', label: 'IBAN' },
      },
    });
  });

  it('finds columns for each side, and the flag beside unsigned amounts', () => {
    const rows = ['Date,Text,Debit,Credit', '2026-01-02,a,5.00,', '2026-01-03,b,,7.00', '2026-01-04,c,1.50,'];
    expect(detect(...rows)?.profile.amount).toEqual({
      kind: 'twoColumns',
      debit: 2,
      credit: 3,
      areDebitsNegative: false,
    });
    const negative = rows.map((row) => row.replace(/,(\d\.\d\d),$/, ',-$1,'));
    expect(detect(...negative)?.profile.amount).toMatchObject({ areDebitsNegative: true });
    const flagged = [
      'Datum;Bedrag;Af Bij;Naam',
      '2026-01-02;5,00;Af;a',
      '2026-01-03;7,00;Bij;b',
      '2026-01-04;1,50;Af;c',
    ];
    expect(detect(...flagged)?.profile.amount).toMatchObject({ kind: 'flagged', column: 1, flag: 2 });
  });

  it.each([
    [['1/2/2026', '1/30/2026'], 'MDY', 1],
    [['2/1/2026', '30/1/2026'], 'DMY', 1],
    [['2026-01-02', '2026-01-03'], 'YMD', 1],
    [['02-Jan-26', '03-Jan-26'], 'YMD', 1],
    [['02.01.2026', '03.01.2026'], 'DMY', 1],
    [['01/02/2026', '01/05/2026', '01/09/2026', '02/03/2026'], 'MDY', 0.9],
    [['02/01/2026', '03/01/2026', '05/01/2026'], 'DMY', 0.8],
    [['01/02/2026', '03/04/2026'], 'DMY', 0.6],
  ])('finds the order of %j', (dates, order, certainty) => {
    const found = detect('Date,Text,Amount', `${dates[0]},y,-6.00`, ...dates.map((date) => `${date},x,-5.00`));
    expect(found?.profile.dateOrder).toBe(order);
    expect(found?.certainty).toBeCloseTo(certainty);
  });

  it('takes dollars for a sign of American dates', () => {
    expect(detect('Date,Text,Amount', '01/02/2026,x,-$5.00', '03/04/2026,x,-$5.00')?.profile.dateOrder).toBe('MDY');
  });

  it.each([
    [['5.00', '12.50', '7.00'], [], { kind: 'signed' }, 0.5],
    [['5.00', '+12.50', '7.00'], [], { kind: 'signed', isOutflowPositive: true }, 0.85],
    [['5.00', '12.50', '7.00'], ['105.00', '117.50', '124.50'], { kind: 'signed' }, 1],
    [['5.00', '12.50', '7.00'], ['95.00', '82.50', '75.50'], { kind: 'signed', isOutflowPositive: true }, 1],
  ])('tells which way unsigned amounts %j with balances %j go', (amounts, balances, rule, certainty) => {
    const rows = amounts.map((amount, i) => `2026-01-0${i + 1},x,${amount},${balances[i] ?? ''}`);
    const found = detect('Date,Text,Amount,Balance', ...rows);
    expect(found?.profile.amount).toEqual({ column: 2, ...rule });
    expect(found?.certainty).toBeCloseTo(certainty);
  });

  it('looks for a balance among sixteen columns of numbers, and is not sure among more', () => {
    const table = (count: number) =>
      [1, 2, 3].map((day) => {
        const others = Array.from({ length: count - 2 }, (_, at) => `${day * day + at}.50`);
        return [`2026-01-0${day}`, 'x', `-${day}.25`, ...others, ['98.75', '96.50', '93.25'][day - 1]].join(';');
      });
    expect(detect(...table(16))).toMatchObject({ profile: { amount: { column: 2 }, balance: 17 } });
    const found = detect(...table(17));
    expect(found?.certainty).toBeLessThan(0.5);
    expect(found?.reasons[1]).toBe('column 3 is taken for the amount by its content, among 17 columns of numbers');
  });

  it('finds a table without titles, less sure', () => {
    const found = detect('2026-01-02,Shop,-5.00', '2026-01-03,Salary,700.00', '2026-01-05,Shop,-1.50');
    expect(found).toMatchObject({
      header: [],
      profile: { headerRow: null, date: 0, amount: { column: 2 }, description: [1] },
    });
    expect(found?.certainty).toBeLessThan(1);
    expect(found?.reasons).toContain('the table has no titles');
  });

  it('knows rows that are pending or never came to be, and the bank’s own ids', () => {
    const found = detect(
      'Completed Date,Description,Amount,State,Transaction ID',
      '2026-01-02,a,-5.00,COMPLETED,t1',
      '2026-01-03,b,-6.00,PENDING,t2',
      '2026-01-03,c,-6.00,REVERTED,t3',
    );
    expect(found?.profile).toMatchObject({ pending: { column: 3 }, dropped: { column: 3 }, id: 4 });
    expect(detect('Date,Text,Amount', 'Pending,a,-5.00', '2026-01-03,b,-6.00')?.profile.pending).toMatchObject({
      column: 0,
    });
  });

  it('says how sure it is of a doubtful decimal mark', () => {
    const found = detect('Date,Text,Amount', '2026-01-02,x,"-1,234"', '2026-01-03,x,"-5,678"', '2026-01-04,x,"-5,678"');
    expect(found?.certainty).toBeCloseTo(0.6);
    expect(found?.reasons[0]).toBe('no amount shows its decimal mark');
  });

  it.each([
    [['Name,Length,Category', 'Avatar,3h,sifi']],
    [['a;b', 'c;d']],
    [['Date,Text', '2026-01-02,x']],
    [['just text']],
    [[]],
  ])('finds nothing in %j', (lines) => {
    expect(detectCsvProfile(lines)).toBeNull();
  });
});
