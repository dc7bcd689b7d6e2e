import { describe, expect, it } from 'vitest';
import { readScenarioAnswer } from './sandbox-scenario.ts';

const played = { appliedAt: '2026-11-20T15:30:00Z', accounts: [{ number: '000123', currency: 'USD' }] };

describe("a bank's answer to a scenario", () => {
  it('tells when it was played and which accounts it concerns', () => {
    expect(readScenarioAnswer(200, played)).toEqual({
      kind: 'played',
      appliedAt: '2026-11-20T15:30:00.000Z',
      accounts: [{ number: '000123', currency: 'USD' }],
    });
    expect(readScenarioAnswer(200, { ...played, accounts: [] })).toMatchObject({ kind: 'played', accounts: [] });
  });

  it('tells a user that it does not know, and an account that it does not take', () => {
    expect(readScenarioAnswer(404, { code: 'user_not_found' })).toEqual({ kind: 'unknownUser' });
    const errors = [{ field: 'accountNumber', message: 'is a closed account' }];
    expect(readScenarioAnswer(422, { errors })).toEqual({ kind: 'accountRefused', message: 'is a closed account' });
  });

  it.each<[string, number, unknown]>([
    ['no JSON', 200, null],
    ['a list', 200, []],
    ['no time', 200, { ...played, appliedAt: undefined }],
    ['a time that is none', 200, { ...played, appliedAt: 'soon' }],
    ['no accounts', 200, { appliedAt: played.appliedAt }],
    ['an account without a currency', 200, { ...played, accounts: [{ number: '1' }] }],
    ['an account that is none', 200, { ...played, accounts: [null] }],
    ['another success', 204, null],
    ['a path that does not exist', 404, { code: 'not_found' }],
    ['another field', 422, { errors: [{ field: 'scenario', message: 'is not valid' }] }],
    [
      'two fields',
      422,
      {
        errors: [
          { field: 'accountNumber', message: 'is wrong' },
          { field: 'count', message: 'too' },
        ],
      },
    ],
    ['a refusal without fields', 422, {}],
    ['a fault', 500, { code: 'internal_error' }],
  ])('is unintelligible with %s', (_what, status, body) => {
    expect(readScenarioAnswer(status, body)).toEqual({ kind: 'unintelligible' });
  });
});
