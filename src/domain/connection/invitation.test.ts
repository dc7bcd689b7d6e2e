import { describe, expect, it } from 'vitest';
import { type InvitationForm, nameInvited, readInvitation } from './invitation.ts';

const FORM: InvitationForm = {
  from: /@bank\.example$/,
  code: /Code: (\S+)/,
  bankCustomerId: /Customer: (\S+)/i,
  bankUsername: /User: (\S+)/,
  asks: ['bankCustomerId', 'bankUsername'],
  validForMs: 1_000,
};
const from = 'no-reply@bank.example';
const read = (text: string, form = FORM) => readInvitation({ from, text }, form);

describe('a mail that invites', () => {
  it('gives its code and the names that it tells', () => {
    expect(read('CUSTOMER: 4410\nUser: cw7\nCode: AB-12')).toEqual({
      code: 'AB-12',
      names: { bankCustomerId: '4410', bankUsername: 'cw7' },
    });
    expect(read('Code: AB-12')).toEqual({ code: 'AB-12', names: {} });
  });

  it('may say the same twice, but nothing in two ways', () => {
    expect(read('Code: AB-12\nCode: AB-12\nUser: cw7\nUser: cw8')).toEqual({ code: 'AB-12', names: {} });
    expect(read('Code: AB-12\nCode: AB-13')).toBeNull();
  });

  it('names nobody where the recipe looks for no name', () => {
    const { bankCustomerId: _, bankUsername: __, ...plain } = FORM;
    expect(read('Customer: 4410\nCode: AB-12', plain)).toEqual({ code: 'AB-12', names: {} });
  });

  it.each([
    ['of another sender', 'no-reply@bank.example.evil', 'Code: AB-12'],
    ['without a sender', '', 'Code: AB-12'],
    ['without a code', from, 'Customer: 4410'],
    ['longer than any', from, 'Code: AB-12'.padEnd(20_001)],
  ])('is none %s', (_, sender, text) => {
    expect(readInvitation({ from: sender, text }, FORM)).toBeNull();
  });
});

describe('who is invited', () => {
  const who = (names: object, stored: object, asks = FORM.asks) =>
    nameInvited({ names }, asks, { stored, delegatedUsername: 'cwasked' });

  it('is told by what is stored, then by the mail, and the user name by what was asked for', () => {
    const stored = { bankCustomerId: '4410' };
    expect(who({ bankUsername: 'cwmail' }, stored)).toEqual({ bankCustomerId: '4410', bankUsername: 'cwmail' });
    expect(who({ bankCustomerId: '4410' }, {})).toEqual({ bankCustomerId: '4410', bankUsername: 'cwasked' });
    expect(who({ bankUsername: 'CWMINE ' }, { ...stored, bankUsername: 'cwmine' })).toMatchObject({
      bankUsername: 'cwmine',
    });
  });

  it('is somebody else where the mail names another customer or user than is stored', () => {
    expect(who({ bankCustomerId: '9999' }, { bankCustomerId: '4410' })).toBe('foreign');
    expect(who({ bankUsername: 'cwother' }, { bankCustomerId: '4410', bankUsername: 'cwmine' })).toBe('foreign');
  });

  it('is not known where nobody tells the customer id and the bank asks for it', () => {
    expect(who({}, {})).toBe('incomplete');
    expect(who({}, {}, ['bankUsername'])).toEqual({ bankUsername: 'cwasked' });
  });
});
