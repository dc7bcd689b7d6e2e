import { describe, expect, it } from 'vitest';
import { findCurrencyExponent, listCurrencies } from './currency-exponent.ts';

describe('findCurrencyExponent', () => {
  it.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['ISK', 0],
    ['XCG', 2],
  ])('%s has %i decimals', (currency, exponent) => {
    expect(findCurrencyExponent(currency)).toBe(exponent);
  });

  it.each(['HAT', 'usd', '', 'DEM'])('does not know %j', (currency) => {
    expect(findCurrencyExponent(currency)).toBeNull();
  });

  it('lists every code once, each three capital letters', () => {
    const currencies = listCurrencies();
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(currencies.length).toBeGreaterThan(175);
    expect(currencies.filter((currency) => !/^[A-Z]{3}$/.test(currency))).toEqual([]);
  });

  it('covers the currencies the runtime itself counts as current', () => {
    const known = new Set(listCurrencies());
    for (const currency of [
      'EUR',
      'GBP',
      'CHF',
      'SEK',
      'NOK',
      'DKK',
      'PLN',
      'CZK',
      'HUF',
      'RON',
      'BGN',
      'AUD',
      'CAD',
      'INR',
      'CNY',
    ]) {
      expect(known.has(currency)).toBe(true);
    }
  });
});
