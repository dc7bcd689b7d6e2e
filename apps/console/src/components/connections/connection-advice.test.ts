import { describe, expect, it } from 'vitest';
import type { AnyConnection } from './connection.ts';
import { adviseOn } from './connection-advice.ts';

function connection(changes: Partial<Extract<AnyConnection, { kind: 'ready' }>>): AnyConnection {
  return {
    ...{ id: '1', entityId: '2', institutionId: 'harbor', kind: 'ready', status: 'active', syncStatus: 'idle' },
    ...{ createdAt: '2026-05-04T00:00:00Z', updatedAt: '2026-05-04T00:00:00Z' },
    ...changes,
  } as const;
}

describe('advice on a connection', () => {
  it('says what to do for a code of the contract, and offers to do it here', () => {
    const advice = adviseOn(connection({ status: 'reauthRequired', errorCode: 'credentials_rejected' }), 'integrator');
    expect(advice).toMatchObject({ tone: 'bad', title: 'The bank refused the stored login', act: 'credentials' });
  });

  it('gives the words of the server for a code that is new, and says who has to act', () => {
    const faulty = connection({ status: 'errored', errorCode: 'moon_phase', errorMessage: 'The moon is new.' });
    expect(adviseOn(faulty, 'platform')).toMatchObject({ tone: 'notice', title: 'Problem: moon_phase', act: null });
    expect(adviseOn(faulty, 'platform').text).toMatch(/^The moon is new\. .*operator/);
  });

  it('leads to the field of a code that the bank waits for, also where all was well', () => {
    expect(adviseOn(connection({ syncStatus: 'syncing' }), null, 'pending')).toMatchObject({ act: 'answer' });
    expect(adviseOn(connection({ syncStatus: 'syncing' }), null, 'submitted').title).toBe('All is well');
  });

  it.each(['mfa_required', 'mfa_failed', 'delegated_user_missing_permission'])(
    'asks for the login after %s, because a sync would be refused',
    (errorCode) => {
      expect(adviseOn(connection({ status: 'reauthRequired', errorCode }), 'endUser').act).toBe('credentials');
    },
  );

  it('does not ask for repairs of what is paused or revoked', () => {
    expect(adviseOn(connection({ status: 'paused', errorCode: 'internal' }), null).act).toBe('resume');
    expect(adviseOn(connection({ status: 'revoked', errorCode: 'internal' }), null).act).toBeNull();
  });
});
