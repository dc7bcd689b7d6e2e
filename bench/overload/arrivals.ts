import { setTimeout as wait } from 'node:timers/promises';
import { KeepAliveClient } from '../load/keep-alive-client.ts';

/** How often requests are sent that have become due. */
const STEP_MS = 5;
/** How long answers are waited for when no more requests come. */
const LAST_WAIT_MS = 30_000;

/** What became of requests that came at a given rate, whether or not earlier ones were answered. */
export interface Outcome {
  readonly sent: number;
  /** Answered with 200 while requests came. */
  readonly served: number;
  readonly shed: number;
  /** Without an answer when no more requests came. */
  readonly unanswered: number;
  /** From the moment at which a request was due to its answer, of those answered with 200 at last. */
  readonly servedMs: readonly number[];
}

/**
 * Sends requests at that rate for that long, over connections of their own as far as there are any: what is due while all are
 * taken waits for one, and its wait counts. Throws at an answer that is neither 200 nor 503.
 */
export async function sendAtRate(options: {
  readonly url: string;
  readonly key: string;
  readonly connections: number;
  readonly perSecond: number;
  readonly durationMs: number;
  nextPath(): string;
}): Promise<Outcome> {
  const { url, key, connections, perSecond, durationMs, nextPath } = options;
  const clients = await Promise.all(
    Array.from({ length: connections }, () => KeepAliveClient.open(url, key, { keepsBodies: false })),
  );
  const free = [...clients];
  const due: number[] = [];
  const servedMs: number[] = [];
  const open = new Set<Promise<void>>();
  let [sent, served, shed] = [0, 0, 0];
  const startMs = performance.now();
  const endMs = startMs + durationMs;
  const ask = async (client: KeepAliveClient, dueMs: number): Promise<void> => {
    const { status } = await client.get(nextPath());
    const nowMs = performance.now();
    if (status === 200) {
      servedMs.push(nowMs - dueMs);
      if (nowMs <= endMs) served += 1;
    } else if (status === 503) shed += 1;
    else throw new Error(`${url} answered ${status}`);
    free.push(client);
    sendDue();
  };
  const sendDue = (): void => {
    while (due.length > 0) {
      const client = free.pop();
      if (client === undefined) return;
      const asked = ask(client, due.shift() ?? 0);
      open.add(asked);
      asked.then(
        () => open.delete(asked),
        () => undefined,
      );
    }
  };
  try {
    for (let nowMs = startMs; nowMs < endMs; nowMs = performance.now()) {
      while (sent < ((nowMs - startMs) / 1_000) * perSecond) {
        due.push(startMs + (sent / perSecond) * 1_000);
        sent += 1;
      }
      sendDue();
      await wait(STEP_MS);
    }
    const unanswered = due.length + open.size;
    due.length = 0;
    await Promise.race([Promise.all(open), wait(LAST_WAIT_MS, undefined, { ref: false })]);
    return { sent, served, shed, unanswered, servedMs };
  } finally {
    for (const client of clients) client.close();
  }
}
