import { describe, expect, it } from 'vitest';
import { parseNarrative } from './parse-narrative.ts';

describe('German sub-fields', () => {
  it('joins what was cut at 27 and at 65 characters', () => {
    const lines = [
      '109?00SEPA-LASTSCHR. RETOURE CORE?109075/629?20EREF+A1.200080779.',
      '400143254?21.4961336 KREF+SEPA-DA202006?2201221740-34972000-P1 MR',
      'EF+2?230852HW2723821 CRED+DE41EON0?240000129793 OAMT+11,85 SVWZ+?',
      '25SONSTIGE GRUENDE ENDABRECHN?26UNG NR. 500106875?30CSDBDE71XXX?3',
      '1DE50712345600200691329?32TESTER?33EL',
    ];
    expect(parseNarrative([lines], 'debit')).toEqual({
      text: 'SONSTIGE GRUENDE ENDABRECHNUNG NR. 500106875',
      bookingText: 'SEPA-LASTSCHR. RETOURE CORE',
      counterparty: { name: 'TESTEREL', account: 'DE50712345600200691329', bankId: 'CSDBDE71XXX' },
      gvcCode: '109',
      baiCode: null,
      endToEndId: 'A1.200080779.400143254.4961336',
      mandateId: '20852HW2723821',
      customerReference: 'SEPA-DA20200601221740-34972000-P1',
      paymentInformationId: null,
      creditorReference: null,
      returnReason: null,
    });
  });

  it('takes another separator, a missing code, and a question mark in the text', () => {
    expect(parseNarrative([['166~00GUTSCHRIFT~20Rechnung~21 47?11~32MEIER']], 'credit')).toMatchObject({
      gvcCode: '166',
      text: 'Rechnung 47?11',
      counterparty: { name: 'MEIER' },
    });
    expect(parseNarrative([['?00MIETE?20Januar']], 'credit')).toMatchObject({ gvcCode: null, text: 'Januar' });
    expect(parseNarrative([['166?20Wie geht es?Gut?99 auch?32A']], 'credit')).toMatchObject({
      text: 'Wie geht es?Gut?99 auch',
    });
  });

  it('falls back to the booking text, and drops what says that there is nothing', () => {
    expect(parseNarrative([['805?00ABSCHLUSS?20EREF+NOTPROVIDED']], 'debit')).toMatchObject({
      text: 'ABSCHLUSS',
      endToEndId: null,
    });
  });

  it('is not seen in other text that begins with digits', () => {
    for (const text of ['100.00 EUR PAID', '123-20 Main Street', '030-20-21-22', '100#20 and #30', '#12 Main']) {
      expect(parseNarrative([[text]], 'debit')).toMatchObject({ gvcCode: null, text });
    }
    expect(parseNarrative([['999PN5477SCHECK-NR. 0000016703074']], 'debit')).toMatchObject({
      gvcCode: null,
      text: '999PN5477SCHECK-NR. 0000016703074',
    });
  });
});

describe('words between slashes', () => {
  it('reads Dutch text of one bank', () => {
    const lines = [
      '/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2',
      'A/ING BANK NV INZAKE WEB///REMI/USTD//EV10001REP1000000T1000/',
    ];
    expect(parseNarrative([lines], 'credit')).toMatchObject({
      text: 'EV10001REP1000000T1000',
      counterparty: { name: 'ING BANK NV INZAKE WEB', account: 'NL32INGB0000012345', bankId: 'INGBNL2A' },
      endToEndId: 'EV12341REP1231456T1234',
    });
  });

  it('reads Dutch text of another bank, and several fields as one', () => {
    const text =
      '/TRTP/SEPA Incasso/CSID/NL72/NAME/BEN/MARF/BEN1/IBAN/NL80RABO0676767676/BIC/RABONL2U/REMI/Kenmerk: 12/EREF/99';
    expect(parseNarrative([[text]], 'debit')).toMatchObject({
      text: 'Kenmerk: 12',
      bookingText: 'SEPA Incasso',
      counterparty: { name: 'BEN', account: 'NL80RABO0676767676', bankId: 'RABONL2U' },
      mandateId: 'BEN1',
      endToEndId: '99',
    });
    expect(
      parseNarrative([['/EREF/E2E-42/'], ['/ORDP//NAME/ACME BV/'], ['/REMI/USTD//INVOICE 42/']], 'credit'),
    ).toMatchObject({ text: 'INVOICE 42', counterparty: { name: 'ACME BV' }, endToEndId: 'E2E-42' });
  });

  it('takes the party on the other side, structured references, return reasons and BAI codes', () => {
    expect(
      parseNarrative([['/BAI/399/MISCELLANEOUS CREDIT', '/ORDP/test rate', '/ACNO/12-3011']], 'credit'),
    ).toMatchObject({
      text: 'MISCELLANEOUS CREDIT',
      baiCode: '399',
      counterparty: { name: 'test rate', account: '12-3011' },
    });
    expect(parseNarrative([['/BENM/Transfer/ORDP/me']], 'debit').counterparty.name).toBe('Transfer');
    expect(parseNarrative([['/RTRN/MS03//EREF/1//REMI/STRD/CUR/9001/']], 'credit')).toMatchObject({
      returnReason: 'MS03',
      creditorReference: '9001',
      endToEndId: '1',
    });
  });

  it('is free text when no word is known', () => {
    expect(parseNarrative([['/PT/FT/PY/SOMETHING']], 'debit').text).toBe('/PT/FT/PY/SOMETHING');
  });
});

describe('other text', () => {
  it('keeps SEPA keywords apart without sub-fields', () => {
    expect(parseNarrative([['EREF+E1 MREF+M1 SVWZ+Rent', 'January']], 'debit')).toMatchObject({
      text: 'Rent January',
      endToEndId: 'E1',
      mandateId: 'M1',
    });
  });

  it('joins full lines as they were cut and others with a blank', () => {
    const full = 'x'.repeat(64);
    expect(parseNarrative([[`${full}A`, 'B', 'C']], 'debit').text).toBe(`${full}AB C`);
    expect(parseNarrative([['one  two '], [' three']], 'debit').text).toBe('one two three');
  });

  it('is null when there is none', () => {
    expect(parseNarrative([], 'debit').text).toBeNull();
    expect(parseNarrative([['', ' ']], 'debit').text).toBeNull();
  });
});
