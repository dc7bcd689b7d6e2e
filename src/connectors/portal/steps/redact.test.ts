import { expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

it('covers a secret as it is and in every form in which it can stand in an address', () => {
  const redactor = createRedactor();
  const secret = "aB3! *'(x)~&ü";
  redactor.add(secret);
  const forms = [secret, encodeURIComponent(secret), `${new URLSearchParams({ key: secret })}`];
  expect(forms.map(redactor.redact)).toEqual(['[redacted]', '[redacted]', 'key=[redacted]']);
  expect(redactor.redact(encodeURIComponent(secret).replaceAll('%20', '+'))).toBe('[redacted]');
});
