import { isWantedName } from '../../domain/files/file-source.ts';
import type { FolderFile } from '../../infra/source-folder/source-folder.ts';
import type { FileSourceRow } from '../../store/files/file-sources.ts';
import type { SourceFileRow } from '../../store/files/listed-files.ts';

/**
 * How long a file is remembered that was taken and is there no more. One that comes back after that is read again and known by its
 * content.
 */
const TAKEN_LIFE_MS = 90 * 86_400_000;

/** What one look at a folder means. */
export interface RoundPlan {
  /** New, or changed since the last look: they must stay as they are until they are taken. */
  readonly settling: readonly FolderFile[];
  /** Whole, as far as can be seen: unchanged for as long as the source says. Oldest first. */
  readonly ready: readonly FolderFile[];
  /** Taken before; still to be moved or deleted. */
  readonly toClear: readonly SourceFileRow[];
  /** Noted before and there no more: what was never taken, and what was taken so long ago that it may be forgotten. */
  readonly vanished: readonly string[];
  /** Files that wait for their time. */
  readonly waiting: number;
}

/** Compares what a folder lists with what is known of it. A file is known by name, size and time of change. */
export function planRound(
  source: Pick<FileSourceRow, 'pattern' | 'afterTaking' | 'settleSeconds'>,
  listed: readonly FolderFile[],
  known: readonly SourceFileRow[],
  nowMs: number,
): RoundPlan {
  const byName = new Map(known.map((row) => [row.name, row]));
  const settling: FolderFile[] = [];
  const ready: FolderFile[] = [];
  const toClear: SourceFileRow[] = [];
  let waiting = 0;
  for (const file of listed) {
    if (!isWantedName(file.name, source.pattern)) continue;
    const row = byName.get(file.name);
    byName.delete(file.name);
    if (row === undefined || !isSame(file, row)) settling.push(file);
    else if (row.state === 'taken') {
      if (source.afterTaking !== 'keep' && !row.cleared) toClear.push(row);
    } else if (nowMs - Date.parse(row.seenAt) >= source.settleSeconds * 1_000) ready.push(file);
    else waiting += 1;
  }
  const isForgettable = ({ state, seenAt }: SourceFileRow) =>
    state !== 'taken' || nowMs - Date.parse(seenAt) > TAKEN_LIFE_MS;
  const vanished = [...byName.values()].filter(isForgettable).map(({ name }) => name);
  // Banks number and date their files; what was written first says what came first.
  ready.sort((a, b) => a.modifiedAtMs - b.modifiedAtMs || (a.name < b.name ? -1 : 1));
  return { settling, ready, toClear, vanished, waiting: waiting + settling.length };
}

/** Whether size and time of change are as noted. Only then is a file taken for one that nobody writes to any more. */
export function isSame(
  file: FolderFile,
  row: { readonly sizeBytes: bigint | number; readonly modifiedAtMs: bigint | number },
): boolean {
  return BigInt(file.sizeBytes) === BigInt(row.sizeBytes) && BigInt(file.modifiedAtMs) === BigInt(row.modifiedAtMs);
}
