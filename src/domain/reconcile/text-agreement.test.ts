import { describe, expect, it } from 'vitest';
import { comparableText, compareTexts } from './text-agreement.ts';

describe('two texts', () => {
  it.each([
    ['same', 'Blue Bottle  Coffee', 'BLUE BOTTLE COFFEE'],
    ['same', 'SHOP 14:05 XXXX1234 NR 000123', 'SHOP 09:17 ****1234 NR 000001'],
    ['agrees', 'PENDING - CARD PURCHASE BLUE BOTTLE', 'SQ *BLUE BOTTLE COFFEE OAKLAND CA'],
    ['agrees', 'CARD PURCHASE CITY TRA', 'CARD PURCHASE CITY TRANSIT FARE DENVER CO'],
    ['agrees', 'POS STARB', 'STARBUCKS SEATTLE'],
    ['agrees', 'FUEL STOP 22', 'FUEL STOP 2207 AURORA CO'],
    ['silent', 'CARD AUTHORISATION 4471', 'BLUE BOTTLE'],
    ['silent', '', ''],
    ['silent', '', 'BLUE BOTTLE'],
    ['differs', 'COFFEE HOUSE SEATTLE', 'BOOK STORE SEATTLE'],
    ['differs', 'SHELL SEATTLE', 'STARBUCKS SEATTLE'],
    ['differs', 'LOCKBOX DEPOSIT 4 ITEMS', 'LOCKBOX DEPOSIT 5 ITEMS'],
    ['differs', 'INVOICE 1042', 'INVOICE 1043'],
    ['silent', 'CARD PURCHASE', 'CARD PURCHASE BLUE BOTTLE 5'],
  ] as const)('%s: %s / %s', (agreement, a, b) => {
    expect(compareTexts(comparableText(a), comparableText(b))).toBe(agreement);
    expect(compareTexts(comparableText(b), comparableText(a))).toBe(agreement);
  });
});
