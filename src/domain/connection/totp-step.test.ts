import { describe, expect, it } from 'vitest';
import { planTotpTurn, TOTP_STEP_MS } from './totp-step.ts';

const STEP = 60_000_000;
const BEGIN_MS = STEP * TOTP_STEP_MS;

describe('the turn of a code', () => {
  it('is now where no code was used', () => {
    expect(planTotpTurn(BEGIN_MS, 0)).toEqual({ step: STEP, waitMs: 0 });
    expect(planTotpTurn(BEGIN_MS + 12_000, STEP - 1)).toEqual({ step: STEP, waitMs: 0 });
  });

  it('is the next step where the present one was used', () => {
    expect(planTotpTurn(BEGIN_MS + 12_000, STEP)).toEqual({ step: STEP + 1, waitMs: 18_000 });
  });

  it('is the step behind all that were used, also by a clock that was ahead', () => {
    expect(planTotpTurn(BEGIN_MS, STEP + 1)).toEqual({ step: STEP + 2, waitMs: 60_000 });
  });

  it('is the next step where the present one ends before a code could reach the bank', () => {
    expect(planTotpTurn(BEGIN_MS + 27_001, 0)).toEqual({ step: STEP + 1, waitMs: 2_999 });
    expect(planTotpTurn(BEGIN_MS + 27_000, 0)).toEqual({ step: STEP, waitMs: 0 });
  });
});
