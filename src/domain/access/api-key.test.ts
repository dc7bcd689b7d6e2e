import { describe, expect, it } from 'vitest';
import { createApiKeyId, createApiKeySecret, formatApiKey, parseApiKey } from './api-key.ts';

const SECRET = 'aB3'.repeat(9);

describe('API keys', () => {
  it('reads back what it writes', () => {
    const key = { environment: 'live', keyId: 'k1', secret: SECRET } as const;
    expect(formatApiKey(key)).toBe(`way_live_k1_${SECRET}`);
    expect(parseApiKey(formatApiKey(key))).toEqual(key);
  });

  it.each([
    '',
    'way_live_k1',
    `way_prod_k1_${SECRET}`,
    `way_live__${SECRET}`,
    `way_live_k1_${SECRET.slice(1)}`,
    `way_live_k-1_${SECRET}`,
    `way_live_k1_${SECRET}é`,
    `way_live_k1_${SECRET}\n`,
    ` way_live_k1_${SECRET}`,
    `WAY_LIVE_k1_${SECRET}`,
    `way_live_k1_${'a'.repeat(129)}`,
    `way_live_k1_${SECRET}_x`,
  ])('takes %j for no key', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it('makes secrets of letters and digits that keep every bit of their 160 or more', () => {
    const zeros = createApiKeySecret(new Uint8Array(20));
    const ones = createApiKeySecret(new Uint8Array(20).fill(255));
    expect(zeros).toBe('0'.repeat(27));
    expect(ones).toMatch(/^[0-9A-Za-z]{27}$/);
    expect(ones).not.toBe(zeros);
    const last = new Uint8Array(20);
    last[19] = 1;
    expect(createApiKeySecret(last)).not.toBe(zeros);
    expect(
      parseApiKey(formatApiKey({ environment: 'test', keyId: createApiKeyId(new Uint8Array(12)), secret: zeros })),
    ).not.toBeNull();
  });

  it('refuses to make a key from too little randomness or of parts that could not be read back', () => {
    expect(() => createApiKeySecret(new Uint8Array(19))).toThrow(RangeError);
    expect(() => createApiKeyId(new Uint8Array(7))).toThrow(RangeError);
    expect(() => formatApiKey({ environment: 'test', keyId: 'a_b', secret: SECRET })).toThrow(RangeError);
  });
});
