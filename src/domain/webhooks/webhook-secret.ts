const PREFIX = 'whsec_';
/** 192 bits, which fill whole groups of base64. */
export const SECRET_BYTES = 24;
const SHOWN_CHARACTERS = 4;

/** Text of a signing secret, from `SECRET_BYTES` unpredictable bytes: `whsec_` and their base64. */
export function formatWebhookSecret(bytes: Uint8Array): string {
  if (bytes.length !== SECRET_BYTES) throw new RangeError(`a webhook secret has ${SECRET_BYTES} bytes`);
  return PREFIX + btoa(String.fromCharCode(...bytes));
}

/** The last characters of a secret: all of it that may be shown again. */
export function hintOfSecret(secret: string): string {
  return secret.slice(-SHOWN_CHARACTERS);
}

/** A secret as it is shown after it was made: as long as it is, with its hint at the end. */
export function maskWebhookSecret(hint: string): string {
  return PREFIX + '*'.repeat((SECRET_BYTES / 3) * 4 - SHOWN_CHARACTERS) + hint;
}
