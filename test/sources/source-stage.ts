import type { Caller, Schemas } from '../support/caller.ts';
import { eventually } from '../support/onboarding.ts';
import type { FileFeed } from './file-feed.ts';

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

/** Waits until a source is as wanted. */
export function sourceWhen(
  caller: Caller,
  id: string,
  wanted: (source: FileSource) => boolean,
  what: string,
  mostTries?: number,
) {
  return eventually(() => getSource(caller, id), wanted, what, mostTries);
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
