import { describe, expect, it } from 'vitest';
import { parseIban } from './iban.ts';

describe('an IBAN', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00', '37040044', '0532013000'],
    ['AT611904300234573201', '19043', '00234573201'],
    ['CH93 0076 2011 6238 5295 7', '00762', '011623852957'],
    ['NL91 ABNA 0417 1643 00', 'ABNA', '0417164300'],
    ['GB29 NWBK 6016 1331 9268 19', 'NWBK601613', '31926819'],
    ['ES91 2100 0418 4502 0005 1332', '21000418', '0200051332'],
    ['FR14 2004 1010 0505 0001 3M02 606', '2004101005', '0500013M026'],
    ['BE68 5390 0754 7034', '', '539007547034'],
    ['NO93 8601 1117 947', '', '86011117947'],
    ['PT50 0002 0123 1234 5678 9015 4', '00020123', '12345678901'],
    ['LU28 0019 4006 4475 0000', '001', '9400644750000'],
    ['CZ65 0800 0000 1920 0014 5399', '0800', '0000192000145399'],
    ['PL61 1090 1014 0000 0712 1981 2874', '10901014', '0000071219812874'],
  ])('%s is of the bank "%s" and the account %s', (text, bank, account) => {
    expect(parseIban(text)).toMatchObject({ bank, account });
  });

  it('of a country whose layout is not known has no parts', () => {
    expect(parseIban('MT84 MALT 0110 0001 2345 MTLC AST0 01S')).toMatchObject({
      country: 'MT',
      bank: null,
      account: null,
    });
  });

  it.each(['DE89370400440532013001', 'DE8937040044053201300', '0532013000', '37040044/0532013000', ''])(
    'is not what "%s" is',
    (text) => expect(parseIban(text)).toBeNull(),
  );
});
