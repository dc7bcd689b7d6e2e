import { describe, expect, it } from 'vitest';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { listMatters } from './matters.ts';

const NOTHING = { connections: [], ownerOf: null, quarantinedFiles: 0, suggestions: 0, stoppedWebhooks: 0, most: 50 };
const READY = {
  entityId: '2',
  institutionId: 'harbor',
  institutionName: 'Harbor',
  kind: 'ready',
  syncStatus: 'idle',
} as const;
const TIMES = { createdAt: '2026-05-04T00:00:00Z', updatedAt: '2026-05-04T00:00:00Z' };

function connection(id: string, status: AnyConnection['status'], errorCode: string | null = null): AnyConnection {
  return { ...READY, ...TIMES, id, status, errorCode };
}

describe('what needs a person', () => {
  it('is nothing while everything goes on by itself', () => {
    const connections = [connection('1', 'active'), connection('2', 'errored', 'portal_unavailable')];
    expect(listMatters({ ...NOTHING, connections })).toEqual([]);
  });

  it('begins with connections that cannot go on, and says what to do', () => {
    const connections = [connection('1', 'reauthRequired', 'password_expired')];
    expect(listMatters({ ...NOTHING, connections, suggestions: 2 })).toEqual([
      { tone: 'bad', title: 'The bank wants a new password', detail: 'Harbor', path: '/connections/1' },
      {
        tone: 'notice',
        title: '2 suggestions are open',
        detail: 'Transactions or accounts that may be the same',
        path: '/suggestions',
      },
    ]);
  });

  it('says whose a connection is, where there are several owners', () => {
    const connections = [connection('1', 'draft')];
    const ownerOf = (entityId: string) => `Owner ${entityId}`;
    expect(listMatters({ ...NOTHING, connections, ownerOf })[0]?.detail).toBe('Harbor · Owner 2');
  });

  it('does not claim to have counted what it has not', () => {
    expect(listMatters({ ...NOTHING, quarantinedFiles: 50 })[0]?.title).toBe('50 or more files wait in quarantine');
    expect(listMatters({ ...NOTHING, stoppedWebhooks: 1 })[0]?.title).toBe('1 webhook is switched off');
  });
});
