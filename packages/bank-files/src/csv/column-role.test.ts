import { describe, expect, it } from 'vitest';
import { findTitleCurrency, listRoles } from './column-role.ts';

describe('listRoles', () => {
  it.each([
    ['Buchungsdatum', 'bookingDate'],
    ['Post Date', 'bookingDate'],
    ['Date de comptabilisation', 'bookingDate'],
    ['Bokföringsdag', 'bookingDate'],
    ['Datum', 'date'],
    ['Date (UTC)', 'date'],
    ['Data transazione', 'transactionDate'],
    ['Date opération', 'transactionDate'],
    ['Valuta', 'valueDate'],
    ['Wertstellung', 'valueDate'],
    ['Betrag (EUR)', 'amount'],
    ['Tranzakció összege', 'amount'],
    ['Paid out', 'debit'],
    ['Belastung', 'debit'],
    ['Withdrawals (SGD)', 'debit'],
    ['Gutschrift', 'credit'],
    ['Crédit', 'credit'],
    ['Saldo CHF', 'balance'],
    ['Devise', 'currency'],
    ['Munt', 'currency'],
    ['Verwendungszweck', 'description'],
    ['Libellé', 'description'],
    ['Payee', 'name'],
    ['IBAN', 'ownAccount'],
    ['Tegenrekening', 'otherAccount'],
    ['TransferWise ID', 'id'],
    ['Stato', 'status'],
  ] as const)('%s may be the %s', (title, role) => {
    expect([...listRoles(title)]).toContain(role);
  });

  it.each([
    ['Original amount', 'amount'],
    ['local_currency', 'currency'],
    ['Betrag (Fremdwährung)', 'amount'],
    ['Fee', 'amount'],
    ['Available Balance', 'balance'],
    ['Credit card', 'credit'],
    ['', 'date'],
  ] as const)('%s is not the %s', (title, role) => {
    expect([...listRoles(title)]).not.toContain(role);
  });

  it('finds the currency in a title', () => {
    const isCurrency = (code: string) => code === 'CHF';
    expect(
      ['Debit in CHF', 'Saldo (CHF)', 'Note ABC', 'chf'].map((title) => findTitleCurrency(title, isCurrency)),
    ).toEqual(['CHF', 'CHF', null, null]);
  });
});
