import { describe, expect, it } from 'vitest';
import { NEW_PROFILE } from './csv-layout.ts';
import {
  accountOf,
  currencyOf,
  hasRare,
  quoteOf,
  quotesFor,
  withAccount,
  withCurrency,
  withQuote,
  withWordRule,
  wordRuleOf,
} from './csv-rules.ts';

describe('the rare properties of a profile', () => {
  it('are seen as soon as there is one', () => {
    expect(hasRare(NEW_PROFILE)).toBe(false);
    for (const rare of [{ charset: 'ibm850' }, { quote: null }, { pending: { column: 0, words: ['p'] } }])
      expect(hasRare({ ...NEW_PROFILE, ...rare })).toBe(true);
  });

  it('name the account of all rows, in a column or beside a label, and go without a kind', () => {
    const rules = [
      { kind: 'fixed', id: '4711' },
      { kind: 'column', column: 3 },
      { kind: 'label', label: 'IBAN' },
    ];
    for (const account of rules) {
      const profile = { ...NEW_PROFILE, account };
      expect(withAccount(NEW_PROFILE, accountOf(profile))).toEqual(profile);
      expect(withAccount(profile, { kind: 'none', value: '' })).toEqual(NEW_PROFILE);
    }
    expect(accountOf(NEW_PROFILE)).toEqual({ kind: 'none', value: undefined });
    expect(withAccount(NEW_PROFILE, { kind: 'fixed', value: undefined }).account).toEqual({ kind: 'fixed', id: '' });
  });

  it('name the currency of all rows or its column', () => {
    for (const currency of [{ code: 'CHF' }, { column: 'Whg' }]) {
      const profile = { ...NEW_PROFILE, currency };
      expect(withCurrency(NEW_PROFILE, currencyOf(profile))).toEqual(profile);
      expect(withCurrency(profile, { kind: 'none', value: '' })).toEqual(NEW_PROFILE);
    }
  });

  it('tell rows by words of a column, are left out when both are empty, and keep a half for the server to refuse', () => {
    const full = withWordRule(NEW_PROFILE, 'dropped', { column: 0, words: ['declined'] });
    expect(full.dropped).toEqual({ column: 0, words: ['declined'] });
    expect(wordRuleOf(full, 'dropped')).toEqual({ column: 0, words: ['declined'] });
    expect(withWordRule(full, 'dropped', { column: undefined, words: [] })).toEqual(NEW_PROFILE);
    expect(withWordRule(NEW_PROFILE, 'pending', { column: undefined, words: ['p'] }).pending).toEqual({
      column: '',
      words: ['p'],
    });
  });

  it('have double quotes without being said, none by null, and any other as it is', () => {
    expect(quoteOf(NEW_PROFILE)).toBe('"');
    expect(withQuote(NEW_PROFILE, '"')).toEqual(NEW_PROFILE);
    expect(withQuote(NEW_PROFILE, 'none').quote).toBeNull();
    expect(quoteOf({ ...NEW_PROFILE, quote: null })).toBe('none');
    expect(quotesFor({ ...NEW_PROFILE, quote: '`' }).map(({ value }) => value)).toEqual(['"', "'", 'none', '`']);
  });
});
