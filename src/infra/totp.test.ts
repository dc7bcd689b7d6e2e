import { describe, expect, it } from 'vitest';
import { computeTotp, normaliseTotpSeed } from './totp.ts';

/** The seed of the test vectors of RFC 6238: "12345678901234567890". */
const RFC_SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('the code of an authenticator seed', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('agrees with RFC 6238 at second %d', (second, code) => {
    expect(computeTotp(RFC_SEED, second * 1_000)).toBe(code);
  });

  it('is computed of short seeds, too', () => {
    expect(computeTotp('JBSWY3DPEHPK3PXP', 30_000)).toBe('996554');
  });
});

describe('a seed', () => {
  it('is taken as people write it', () => {
    expect(normaliseTotpSeed(' jbsw y3dp-ehpk 3pxp\n')).toBe('JBSWY3DPEHPK3PXP');
    expect(normaliseTotpSeed('GEZDGNBVGY3TQOJQGE======')).toBe('GEZDGNBVGY3TQOJQGE');
  });

  it.each(['', '123456', 'JBSWY3DPEHPK3PX', 'JBSWY3DPEHPK3PX1', 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP'])(
    'is not %j',
    (text) => {
      expect(normaliseTotpSeed(text)).toBeNull();
    },
  );
});
