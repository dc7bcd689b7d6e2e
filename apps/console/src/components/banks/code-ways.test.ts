import { describe, expect, it } from 'vitest';
import { adviseOnCodeWay, isCodeReadForUser } from './code-ways.ts';

const NOWHERE = { email: null, phoneNumber: null };
const MAILBOX = { email: 'cw1@inbox.causeway.example', phoneNumber: null };
const PHONE = { email: null, phoneNumber: '+14155550123' };

describe('the way of codes to choose at the bank', () => {
  it('is the one at which nobody has to pass them on', () => {
    expect(adviseOnCodeWay(MAILBOX)).toBe('If it asks how one-time codes arrive, choose e-mail.');
    expect(adviseOnCodeWay(PHONE)).toMatch(/choose text message\.$/);
    expect(adviseOnCodeWay({ ...MAILBOX, ...PHONE, email: MAILBOX.email })).toMatch(/choose e-mail or text message\.$/);
    expect(adviseOnCodeWay(NOWHERE)).toBeNull();
  });
});

describe('a code that nobody has to pass on', () => {
  it.each([
    ['emailCode', 'c•••@inbox.causeway.example', MAILBOX, true],
    ['emailCode', 'c•••@company.example', MAILBOX, false],
    ['emailCode', 'c•••', MAILBOX, false],
    ['emailCode', null, MAILBOX, false],
    ['emailCode', 'c•••@inbox.causeway.example', NOWHERE, false],
    ['emailCode', '', NOWHERE, false],
    ['smsCode', '•••• 0123', PHONE, true],
    ['smsCode', '•••• 4821', PHONE, false],
    ['smsCode', '••••', PHONE, false],
    ['smsCode', '•••• 0123', NOWHERE, false],
    ['totpCode', null, { ...MAILBOX, phoneNumber: PHONE.phoneNumber }, false],
  ] as const)('%s to %s', (type, destinationMasked, places, expected) => {
    expect(isCodeReadForUser({ type, destinationMasked }, places)).toBe(expected);
  });
});
