import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonLinesStorage } from '../mirror/json-lines-storage.ts';
import { createMemoryStorage } from '../mirror/memory-storage.ts';
import { openSqliteStorage } from '../mirror/sqlite-storage.ts';
import type { MirrorStorage } from '../mirror/storage.ts';
import type { Transaction } from '../wire.ts';

/** A place that survives its storage being closed, as after a crash. */
export interface StoragePlace {
  /** Opens the storage again; what was open before is closed. */
  reopen(): Promise<MirrorStorage>;
  dispose(): Promise<void>;
}

/** Every adapter that needs no server. */
export const PLACES: Readonly<Record<string, () => Promise<StoragePlace>>> = {
  memory: async () => {
    const storage = createMemoryStorage();
    return { reopen: async () => storage, dispose: async () => undefined };
  },
  sqlite: () => inFolder((folder) => openSqliteStorage(join(folder, 'mirror.sqlite'))),
  'JSON lines': () => inFolder((folder) => openJsonLinesStorage(join(folder, 'mirror.jsonl'))),
};

async function inFolder(open: (folder: string) => Promise<MirrorStorage>): Promise<StoragePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-mirror-'));
  let storage: MirrorStorage | null = null;
  const close = async () => {
    await storage?.close();
    storage = null;
  };
  return {
    reopen: async () => {
      await close();
      storage = await open(folder);
      return storage;
    },
    dispose: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that a storage holds, read through its own interface. */
export async function readAll(
  storage: MirrorStorage,
  accountIds: readonly string[],
): Promise<Map<string, Transaction>> {
  const all = new Map<string, Transaction>();
  for (const accountId of accountIds) {
    let afterId: string | null = null;
    for (let more = true; more; ) {
      const rows: Transaction[] = await storage.listRows(accountId, { afterId, limit: 3 });
      for (const row of rows) all.set(row.id, row);
      afterId = rows.at(-1)?.id ?? null;
      more = rows.length === 3;
    }
  }
  return all;
}
