import { expect, it, vi } from 'vitest';
import { CommandRefused } from '../outcome.ts';
import type { LocalApi } from './local-api.ts';
import { tellStory } from './story.ts';

const RUN = { id: 'r', status: 'running', finishedAt: null, error: null };

/** The API of an installation whose connection was made by an earlier start. */
function secondStart(sync: () => Promise<unknown>, runs: readonly object[]) {
  const answers = {
    listEntities: async () => ({ data: [{ entityId: 'e' }] }),
    syncTransactions: async () => ({ events: [], nextCursor: 'c', hasMore: false }),
    createConnection: async () => ({ id: 'k', kind: 'ready' }),
    syncConnection: sync,
    listSyncRuns: async () => ({ data: runs.slice(0, 1) }),
    getSyncRun: async () => ({ ...runs[0], status: 'succeeded' }),
    listAccounts: async () => ({ data: [] }),
    listTransactions: async () => ({ data: [{ id: 't' }], pagination: { nextCursor: null } }),
    getHealth: async () => ({ accounts: [] }),
  };
  return {
    api: answers as unknown as LocalApi, // What the story looks at of each answer.
    bankUrl: 'http://127.0.0.1:1',
    progress: { step: <T>(_title: string, work: () => Promise<T>) => work() },
    hasBrowser: true,
  };
}

it('a second start waits for a sync that has begun by itself', async () => {
  const refuse = () => Promise.reject(new CommandRefused('409 sync_in_progress'));
  const onUnread = vi.fn();
  const result = await tellStory({ ...secondStart(refuse, [RUN]), onUnread });
  expect(result).toMatchObject({ connectionId: 'k', transactionCount: 1 });
  expect(onUnread).not.toHaveBeenCalled();
});

it('a second start shows what there is where its connection cannot be read, and says why', async () => {
  const refusal = new CommandRefused('409 connection_not_ready: A connection that is paused cannot be synced');
  const onUnread = vi.fn();
  const ended = { ...RUN, finishedAt: '2026-11-20T06:00:00.000Z' };
  const stage = secondStart(() => Promise.reject(refusal), [ended]);
  expect(await tellStory({ ...stage, onUnread })).toMatchObject({ transactionCount: 1 });
  expect(onUnread).toHaveBeenCalledWith(refusal);
  const strict = tellStory({
    ...stage,
    onUnread: (cause) => {
      throw cause;
    },
  });
  await expect(strict).rejects.toBe(refusal);
  const broken = new TypeError('fetch failed');
  await expect(tellStory({ ...secondStart(() => Promise.reject(broken), []), onUnread })).rejects.toBe(broken);
});
