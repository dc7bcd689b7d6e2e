import { describe, expect, it } from 'vitest';
import { findCode, isOfSignIn, MAX_MESSAGE_LENGTH, toExpression } from './code-message.ts';

const form = { from: toExpression(/@bank\.example$/i), code: toExpression(/passcode (\d{4}-\d{4})/g) };
const message = (text: string, from = 'no-reply@bank.example') => ({ from, text });

describe('the code of a message', () => {
  it('comes without what only separates its digits', () => {
    expect(findCode(message('Your passcode 1234-5678.'), form)).toBe('12345678');
  });

  it('is not taken from another sender', () => {
    expect(findCode(message('Your passcode 1234-5678.', 'no-reply@bank.example.invalid'), form)).toBeNull();
    expect(findCode(message('Your passcode 1234-5678.', 'NO-REPLY@BANK.EXAMPLE'), form)).toBe('12345678');
    expect(findCode(message('Your passcode 1234-5678.', ''), { ...form, from: null })).toBe('12345678');
  });

  it('is not guessed where the message has another form, or several codes', () => {
    expect(findCode(message('Call 1234-5678.'), form)).toBeNull();
    expect(findCode(message('passcode 1234-5678 passcode 8765-4321'), form)).toBeNull();
    expect(findCode(message('passcode 1234-5678, again: passcode 1234-5678'), form)).toBe('12345678');
  });

  it('is the whole match where the expression has no group', () => {
    expect(findCode(message('123 456'), { from: null, code: toExpression(/\d{3} \d{3}/) })).toBe('123456');
  });

  it('is not looked for in a text of any length', () => {
    const long = `${'x'.repeat(MAX_MESSAGE_LENGTH)} passcode 1234-5678`;
    expect(findCode(message(long), form)).toBeNull();
  });
});

describe('a message of a sign-in', () => {
  const loginAt = '2026-11-20T06:00:10.400Z';

  it('arrived after the login was handed over', () => {
    expect(isOfSignIn({ sentAt: null, receivedAt: '2026-11-20T06:00:10.400Z' }, loginAt)).toBe(true);
    // By the clock of another machine.
    expect(isOfSignIn({ sentAt: null, receivedAt: '2026-11-20T06:00:08.400Z' }, loginAt)).toBe(true);
    expect(isOfSignIn({ sentAt: null, receivedAt: '2026-11-20T06:00:08.399Z' }, loginAt)).toBe(false);
  });

  it('was not sent long before, although it arrived late', () => {
    const receivedAt = '2026-11-20T06:00:12.000Z';
    expect(isOfSignIn({ sentAt: '2026-11-20T06:00:10.000Z', receivedAt }, loginAt)).toBe(true);
    expect(isOfSignIn({ sentAt: '2026-11-20T05:59:00.000Z', receivedAt }, loginAt)).toBe(false);
  });
});
