import type { PasswordRules } from './looks/look.ts';

/** The rule that a password must be a new one. */
export const MUST_BE_NEW = 'not your user name, and not the password before';

const NEEDS = {
  letter: { text: 'at least one letter', isMet: (password: string) => /\p{L}/u.test(password) },
  upperAndLower: {
    text: 'upper-case and lower-case letters',
    isMet: (password: string) => /\p{Lu}/u.test(password) && /\p{Ll}/u.test(password),
  },
  digit: { text: 'at least one digit', isMet: (password: string) => /\d/.test(password) },
  special: {
    text: 'at least one of ! # $ % & * + - . : ? @ _',
    isMet: (password: string) => /[!#$%&*+\-.:?@_]/.test(password),
  },
};

/** The rules as a list for people. */
export function describePasswordRules({ minLength, maxLength, needs }: PasswordRules): string[] {
  const length = `${minLength} to ${maxLength} characters`;
  return [length, ...needs.map((need) => NEEDS[need].text), MUST_BE_NEW];
}

/** What is wrong with a new password, in words of the list; nothing when it is good. */
export function findPasswordFaults(password: string, username: string, rules: PasswordRules): string[] {
  const isLongEnough = password.length >= rules.minLength && password.length <= rules.maxLength;
  const faults = isLongEnough ? [] : [`${rules.minLength} to ${rules.maxLength} characters`];
  for (const need of rules.needs) if (!NEEDS[need].isMet(password)) faults.push(NEEDS[need].text);
  const holdsName = password.toLowerCase().includes(username.toLowerCase());
  return holdsName ? [...faults, MUST_BE_NEW] : faults;
}
