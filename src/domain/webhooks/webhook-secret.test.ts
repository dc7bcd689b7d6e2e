import { expect, it } from 'vitest';
import { formatWebhookSecret, hintOfSecret, maskWebhookSecret, SECRET_BYTES } from './webhook-secret.ts';

const SECRET = 'whsec_Y2F1c2V3YXktZXhhbXBsZS1zZWNyZXQh';

it('a secret is its prefix and base64, and masked it is as long and shows four characters', () => {
  const secret = formatWebhookSecret(new TextEncoder().encode('causeway-example-secret!'));
  expect(secret).toBe(SECRET);
  expect(maskWebhookSecret(hintOfSecret(secret))).toBe('whsec_****************************ZXQh');
  expect(maskWebhookSecret(hintOfSecret(secret))).toHaveLength(secret.length);
});

it('a secret of another length is refused', () => {
  expect(() => formatWebhookSecret(new Uint8Array(SECRET_BYTES - 1))).toThrow(RangeError);
});
