import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { personalities } from '../personalities.ts';

const README = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

/** Cells of a table row by its first cell, in the order of the columns; every row of that name. */
function rowsOf(name: string): string[][] {
  return README.split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[1] === name)
    .map((cells) => cells.slice(2, 5));
}

const banks = ['harbor', 'linden', 'ridgeline'].map((id) => {
  const personality = personalities.find((each) => each.id === id);
  if (personality === undefined) throw new Error(`there is no bank ${id}`);
  const { rules, looks } = personality.portal;
  return { rules, look: looks[1], words: looks[1].words };
});

describe('the README', () => {
  it('has the words of every bank', () => {
    const told: [string, (bank: (typeof banks)[number]) => string][] = [
      ['company id', ({ words }) => words.signIn.companyId],
      ['user', ({ words }) => words.signIn.username],
      ['password', ({ words }) => words.signIn.password],
      ['button to sign out', ({ words }) => words.signIn.signOut],
      ['button for another', ({ words }) => words.code.resend],
      ['because temporary', ({ words }) => words.newPassword.becauseTemporary],
      ['new one', ({ words }) => words.newPassword.next],
      ['again', ({ words }) => words.newPassword.repeat],
      ['announced 14 days before, above the accounts', ({ words }) => words.newPassword.expiresSoon(9, '29.11.2026')],
      ['accept', ({ words }) => words.notice.accept],
      ['ledger balance', ({ words }) => words.accounts.ledgerBalance],
      ['rows per page', ({ words }) => words.transactions.pageSize],
      ['columns', ({ look, words }) => look.table.columns.map((each) => words.transactions.columns[each]).join(', ')],
      ['link on', ({ words }) => words.transactions.next],
      ['formats', ({ look, words }) => look.downloadFormats.map((each) => words.downloads.formats[each]).join(', ')],
      ['link', ({ words }) => words.statements.link('October 2026')],
      ['permissions', ({ rules, words }) => rules.permissions.map((each) => words.users.permissions[each]).join(', ')],
      ['user name', ({ words }) => words.users.username],
      ['save permissions', ({ words }) => words.users.save],
    ];
    for (const [name, read] of told) expect(rowsOf(name), name).toContainEqual(banks.map(read));
  });

  it('has the rules of every bank', () => {
    const minutes = (ms: number) => ms / 60_000;
    const codes = banks.map(({ rules }) => `${rules.code.digits} digits, ${minutes(rules.code.validMs)} minutes`);
    expect(rowsOf('code sent')).toEqual([codes]);
    expect(rowsOf('valid')).toEqual([banks.map(({ rules }) => `${rules.password.validDays} days`)]);
    const sizes = banks.map(({ look }) => look.table.pageSizes.join(', '));
    expect(rowsOf('rows per page')).toContainEqual(sizes);
    const [password] = rowsOf('password').filter((cells) => /characters/.test(cells[0] ?? ''));
    banks.forEach(({ rules }, index) => {
      expect(password?.[index]).toContain(`${rules.password.minLength} to ${rules.password.maxLength}`);
    });
    const [ends] = rowsOf('visit ends after');
    banks.forEach(({ rules }, index) => {
      expect(ends?.[index]).toContain(`${minutes(rules.session.idleMs)} idle minutes`);
    });
  });
});
