import { expect, it } from 'vitest';
import { ConnectionEndedError, ConnectionLostError } from './connection-lost.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

it('knows a database that is gone from a question that was wrong', () => {
  for (const gone of [
    new ConnectionLostError({ commitUnknown: false }),
    new ConnectionEndedError('x'),
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode('57P03'),
    withCode('53300'),
    withCode('08006'),
    withCode('25006'),
  ])
    expect(isDatabaseUnavailable(gone)).toBe(true);
  for (const other of [withCode('42P01'), withCode('23505'), withCode('57014'), new Error('x'), null, 'ECONNREFUSED'])
    expect(isDatabaseUnavailable(other)).toBe(false);
});
