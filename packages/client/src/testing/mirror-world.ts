import { createClient } from '../client.ts';
import { createMirror, type Mirror, type MirrorOptions } from '../mirror/mirror.ts';
import type { MirrorStorage } from '../mirror/storage.ts';
import { createModelServer, type ModelServer } from './model-server.ts';
import { sampleTransaction } from './sample-transaction.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** Accounts that the rows are spread over. */
export const ACCOUNTS = ['account-1', 'account-2', 'account-3'];

/** A model of the server and mirrors of it, in virtual time. */
export interface World {
  readonly server: ModelServer;
  readonly clock: VirtualClock;
  mirror(storage: MirrorStorage, options?: Partial<MirrorOptions>): Mirror;
}

export function createWorld(rows = 0, apiKey = 'way_test_a_b'): World {
  const server = createModelServer();
  for (let at = 0; at < rows; at += 1) server.put(row(at));
  const clock = createVirtualClock();
  const client = createClient({
    baseUrl: 'http://bank.example',
    apiKey,
    fetch: server.fetch,
    clock,
    random: () => 0.5,
    maxRetries: 0,
  });
  return {
    server,
    clock,
    mirror: (storage, options) => createMirror({ client, storage, clock, random: () => 0.5, ...options }),
  };
}

/** The row with a number; the same one each time, except for the changes. */
export function row(at: number, changes: Parameters<typeof sampleTransaction>[1] = {}) {
  const id = `t${String(at).padStart(4, '0')}`;
  return sampleTransaction(id, { accountId: ACCOUNTS[at % 3] ?? '', amount: `${at}.00`, ...changes });
}
