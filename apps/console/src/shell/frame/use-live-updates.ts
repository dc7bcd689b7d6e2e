import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createLiveFollower, overTheNetwork } from '../../api/live-follower.ts';
import { liveState } from '../../api/live-state.ts';
import type { OperationId } from '../../api/operation-types.ts';
import { listTold } from '../../api/told-changes.ts';

/** What comes within this time is asked for together: a sync tells of many accounts at once. */
const TOGETHER_MS = 80;
/** A list that somebody has gone far down is not read again under their hands. */
const MOST_PAGES = 3;

/** Reads again what events are about, as they come, while the page is seen. */
export function useLiveUpdates(isWanted: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted) return;
    const told = new Set<OperationId>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const readAgain = () => {
      timer = null;
      for (const id of told) refresh(client, id);
      told.clear();
    };
    const follower = createLiveFollower({
      ...overTheNetwork,
      onState: liveState.set,
      onEvent: (type) => {
        for (const id of listTold(type)) told.add(id);
        timer ??= setTimeout(readAgain, TOGETHER_MS);
      },
      onGap: () => void client.invalidateQueries(),
    });
    const follow = () => (document.visibilityState === 'visible' ? follower.resume() : follower.pause());
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      follower.pause();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, isWanted]);
}

function refresh(client: QueryClient, id: OperationId): void {
  void client.invalidateQueries({
    queryKey: [id],
    predicate: ({ state: { data } }) => countPages(data) <= MOST_PAGES,
  });
}

function countPages(data: unknown): number {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages)
    ? data.pages.length
    : 1;
}
