import type { FileFeed } from '../support/banks/file-feed.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { eventually } from '../support/system/onboarding.ts';

export type FileSource = Schemas['FileSource'];

/** A BAI2 file with one row of its own; `index` makes it differ from all others. */
export function numberedFile(index: number): string {
  return [
    '01,BANK,CLIENT,261121,0600,1,80,1,2/',
    '02,CLIENT,BANK,1,261120,2359,USD,2/',
    '03,55500,USD,,,,/',
    `16,451,${1000 + index},0,,,PURCHASE ${index}/`,
    '49,0,3/',
    '98,0,1,5/',
    '99,0,1,7/',
    '',
  ].join('\n');
}

export const at = (id: string) => ({ path: { fileSourceId: id } });
export const getSource = (caller: Caller, id: string) => caller.get<FileSource>('getFileSource', at(id));

/** Waits until a source is as wanted, and looks only when the source does. */
export function sourceWhenByItself(caller: Caller, id: string, wanted: (source: FileSource) => boolean, what: string) {
  return eventually(() => getSource(caller, id), wanted, what);
}

/** Time between two looks that are asked for. */
const LOOK_EVERY_MS = 150;

/** Has sources look again and again while a test waits: what most tests wait for is what a look does, not when it comes. */
function hurried<T>(caller: Caller, ids: () => Promise<readonly string[]>, look: () => Promise<T>): () => Promise<T> {
  let askAtMs = 0;
  return async () => {
    if (performance.now() >= askAtMs) {
      for (const id of await ids()) await caller.call('pollFileSource', at(id));
      askAtMs = performance.now() + LOOK_EVERY_MS;
    }
    return look();
  };
}

/** Waits until a source is as wanted. */
export function sourceWhen(caller: Caller, id: string, wanted: (source: FileSource) => boolean, what: string) {
  const look = hurried(
    caller,
    async () => [id],
    () => getSource(caller, id),
  );
  return eventually(look, wanted, what);
}

/** Waits until a connection's transactions are these lines. A file is taken a moment before its run ends. */
export async function linesWhen(caller: Caller, bank: FileFeed, lines: readonly string[]): Promise<void> {
  const query = { connectionId: bank.connectionId };
  const ids = async () => (await caller.all<FileSource>('listFileSources', { query })).map(({ id }) => id);
  const isSame = (seen: readonly string[]) => seen.join() === lines.join();
  await eventually(hurried(caller, ids, bank.lines), isSame, `the lines ${lines.join()}`);
}

/** Waits until looks that began after this moment have found nothing more to do. */
export async function untilQuiet(caller: Caller, id: string): Promise<FileSource> {
  const { lastPollAt } = await getSource(caller, id);
  const isLater = (source: FileSource) => source.lastPollAt !== null && source.lastPollAt > (lastPollAt ?? '');
  const first = await sourceWhen(caller, id, isLater, 'another look');
  return sourceWhen(
    caller,
    id,
    ({ lastPollAt: last, files }) => last !== null && last > (first.lastPollAt ?? '') && files.settling === 0,
    'a look that found nothing to wait for',
  );
}

/** Names of the files that runs of a connection took in, oldest first. */
export async function takenNames(caller: Caller, { connectionId }: FileFeed): Promise<(string | null)[]> {
  const runs = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId } });
  return runs.map(({ file }) => file?.name ?? null).reverse();
}
