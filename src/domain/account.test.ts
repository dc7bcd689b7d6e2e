import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountDetails, accountAlias, maskAccountNumber, mergeAccountDetails } from './account.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

describe('masking account numbers', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00', '****3000'],
    ['0001-234410', '****4410'],
    ['12345', '****2345'],
    ['1234', null],
    ['12 34', null],
    ['', null],
    [null, null],
  ])('shows %j as %j', (number, masked) => {
    expect(maskAccountNumber(number)).toBe(masked);
  });

  it('never shows more than four characters of a number', () => {
    fc.assert(
      fc.property(fc.string(), (number) => {
        const masked = maskAccountNumber(number);
        expect(masked === null || /^\*{4}[0-9A-Za-z]{4}$/.test(masked)).toBe(true);
      }),
    );
  });
});

describe('account aliases', () => {
  it('are one for all the ways in which a number is printed', () => {
    const alias = accountAlias('DE89370400440532013000', 'EUR');
    for (const printed of ['DE89 3704 0044 0532 0130 00', 'de89-3704-0044-0532-0130-00', ' DE89370400440532013000 '])
      expect(accountAlias(printed, 'EUR')).toBe(alias);
  });

  it('keep currencies and leading zeros apart', () => {
    expect(accountAlias('1', 'EUR')).not.toBe(accountAlias('1', 'USD'));
    expect(accountAlias('001', 'EUR')).not.toBe(accountAlias('1', 'EUR'));
  });

  it('keep names apart that have no letter or digit of the Latin alphabet', () => {
    expect(accountAlias('普通預金', 'JPY')).not.toBe(accountAlias('当座預金', 'JPY'));
    expect(accountAlias('普通 1', 'JPY')).not.toBe(accountAlias('当座 1', 'JPY'));
  });
});

describe('details that several sources give', () => {
  const known: AccountDetails = {
    type: 'checking',
    currency: 'USD',
    name: 'Operating',
    status: 'open',
    officialName: 'Business Operating Account',
    accountNumber: '0001234410',
    routingNumber: '800000006',
    swiftBic: null,
  };
  const ofFile: AccountDetails = {
    ...known,
    type: 'unknown',
    name: 'Account ****4410',
    status: 'unknown',
    officialName: null,
    accountNumber: '1234410',
    routingNumber: null,
    swiftBic: 'HRBDUS30',
  };

  it('fill gaps and replace nothing where the later one does not even know the type', () => {
    expect(mergeAccountDetails(known, ofFile)).toEqual({ ...known, swiftBic: 'HRBDUS30' });
  });

  it('are those of the better source when it comes later', () => {
    expect(mergeAccountDetails(ofFile, known)).toEqual({ ...known, swiftBic: 'HRBDUS30' });
  });

  it('are those of the later one among equals', () => {
    expect(mergeAccountDetails(known, { ...known, name: 'Main', status: 'closed' })).toMatchObject({
      name: 'Main',
      status: 'closed',
    });
    expect(mergeAccountDetails(ofFile, { ...ofFile, name: 'Account of Acme' })).toMatchObject({
      name: 'Account of Acme',
    });
    expect(mergeAccountDetails(null, ofFile)).toEqual(ofFile);
  });
});
