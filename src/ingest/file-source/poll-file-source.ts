import { backoffMs, type FileSourceError, movedName, stopsSource } from '../../domain/files/file-source.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { FolderError, type FolderFile, type SourceFolder } from '../../infra/source-folder/source-folder.ts';
import { enqueueRun, removeRunJobs } from '../../store/connections/run-jobs.ts';
import { findSyncRun, isUnfinished, listQueuedRunsOfSource } from '../../store/connections/sync-runs.ts';
import {
  claimPoll,
  type FileSourceRow,
  finishPoll,
  type PollClaim,
  renewPoll,
} from '../../store/files/file-sources.ts';
import {
  forgetVanished,
  listSourceFiles,
  listTakenContents,
  noteCleared,
  noteFailed,
  noteSettling,
  noteTaken,
} from '../../store/files/listed-files.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { runConnection } from '../run-connection.ts';
import type { SourceParts } from './parts.ts';
import { isSame, planRound } from './plan-round.ts';
import { queueFiles } from './queue-files.ts';
import { discardStaged, type FileReadout, readFiles } from './read-files.ts';

/** Longest round; what is left waits for the next one, so that no source keeps the others from their turn. */
const ROUND_MS = 20_000;
/** Shortest time between two looks at files that settle, and wait while another run has the connection. */
const SOON_MS = 1_000;

/** How a round ended. */
interface RoundEnd {
  /** When the source is due again, from now. */
  readonly nextInMs: number;
  /** First trouble with a single file; the source itself was read. */
  readonly error: FileSourceError | null;
}

interface Round {
  readonly tenant: Tenant;
  readonly source: FileSourceRow;
  readonly claim: PollClaim;
  readonly folder: SourceFolder;
  readonly signal: AbortSignal;
}

/**
 * Looks at a source once: notes what is new, takes in what is whole, moves or deletes what was taken. Safe to call at any
 * time and from any number of workers; one at a time has the claim, and every step is a transaction that can be repeated.
 */
export async function pollFileSource(
  parts: SourceParts,
  tenant: Tenant,
  sourceId: string,
  stopping: AbortSignal,
): Promise<void> {
  const now = instantFromMs(parts.nowMs());
  const source = await claimPoll(parts.sql, tenant, sourceId, { at: now, ttlMs: parts.leaseTtlMs });
  if (source === null) return;
  const claim = { sourceId, epoch: source.pollEpoch };
  const lost = new AbortController();
  const signal = AbortSignal.any([lost.signal, stopping]);
  const timer = setInterval(() => {
    renewPoll(parts.sql, tenant, claim, parts.leaseTtlMs).then(
      (held) => {
        if (!held) lost.abort(new Error('the claim on the file source was lost'));
      },
      (cause: unknown) => parts.log.warn({ err: cause, sourceId }, 'could not renew the claim on a file source'),
    );
  }, parts.leaseTtlMs / 3);
  timer.unref();
  try {
    const end = await pollFolder(parts, { tenant, source, claim, signal });
    await finishPoll(parts.sql, tenant, claim, {
      error: end.error,
      isReached: true,
      stops: false,
      ...momentsAfter(parts, end.nextInMs),
    });
  } catch (cause) {
    await finishPoll(parts.sql, tenant, claim, failureOf(parts, source, cause, signal));
  } finally {
    clearInterval(timer);
  }
}

function momentsAfter(parts: SourceParts, delayMs: number) {
  const nowMs = parts.nowMs();
  return { at: instantFromMs(nowMs), nextPollAt: instantFromMs(nowMs + delayMs) };
}

/** A round that a stopping worker leaves is nobody's failure. */
function failureOf(parts: SourceParts, source: FileSourceRow, cause: unknown, signal: AbortSignal) {
  if (signal.aborted) return { error: null, isReached: true, stops: false, ...momentsAfter(parts, SOON_MS) };
  const error: FileSourceError =
    cause instanceof FolderError
      ? { code: cause.code, message: cause.message }
      : { code: 'internal', message: 'A fault inside Causeway stopped the poll; the log says more.' };
  const fields = { err: cause, fileSourceId: source.id, connectionId: source.connectionId, code: error.code };
  parts.log.warn(fields, 'a file source could not be polled');
  const waitMs = backoffMs(source.consecutiveFailures + 1, source.pollSeconds);
  return { error, isReached: false, stops: stopsSource(error.code), ...momentsAfter(parts, waitMs) };
}

async function pollFolder(parts: SourceParts, scope: Omit<Round, 'folder'>): Promise<RoundEnd> {
  const folder = await parts.openFolder(scope.tenant, scope.source);
  try {
    return await workRound(parts, { ...scope, folder });
  } finally {
    await folder.close();
  }
}

async function workRound(parts: SourceParts, round: Round): Promise<RoundEnd> {
  const { source, folder, signal } = round;
  const listed = await folder.list();
  const known = await listSourceFiles(parts.sql, source);
  const startMs = parts.nowMs();
  const plan = planRound(source, listed, known, startMs);
  await forgetVanished(parts.sql, source, plan.vanished);
  await noteSettling(parts.sql, source, plan.settling, instantFromMs(startMs));
  let error: FileSourceError | null = null;
  for (const row of plan.toClear) {
    signal.throwIfAborted();
    if (row.sha256 !== null) error ??= await clearFile(parts, round, { ...row, sha256: row.sha256 });
  }
  const taken = await takeReady(parts, round, plan.ready, startMs + ROUND_MS);
  error ??= taken.error;
  const hasMore = taken.isCut || plan.waiting > 0;
  return { nextInMs: hasMore ? nextLookMs(source, taken.isCut) : source.pollSeconds * 1_000, error };
}

function nextLookMs({ settleSeconds, pollSeconds }: FileSourceRow, isCut: boolean): number {
  return isCut ? SOON_MS : Math.min(Math.max(settleSeconds * 1_000, SOON_MS), pollSeconds * 1_000);
}

/** Files that are taken together: one transaction queues them, so that few wait for the disk, and none waits long. */
const BATCH_FILES = 32;
const BATCH_BYTES = 8 * 1024 * 1024;

function* inBatches(files: readonly FolderFile[]): Generator<readonly FolderFile[]> {
  let batch: FolderFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length === BATCH_FILES || (batch.length > 0 && bytes + file.sizeBytes > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}

/** How far taking files came: `isCut` where some are left for the next round. */
interface TakingEnd {
  readonly isCut: boolean;
  readonly error: FileSourceError | null;
}

/** Takes files until there are no more or the time is up. */
async function takeReady(
  parts: SourceParts,
  round: Round,
  ready: readonly FolderFile[],
  deadlineMs: number,
): Promise<TakingEnd> {
  // What a worker that died has queued comes first, as it did then; where more than its last batch waits, jobs see to it.
  const left = await listQueuedRunsOfSource(parts.sql, round.tenant, round.source, 2 * BATCH_FILES);
  if (!(await workOff(parts, round, left))) return { isCut: true, error: null };
  const contents =
    ready.length === 0 ? new Map<string, string | null>() : await listTakenContents(parts.sql, round.source);
  let error: FileSourceError | null = null;
  // Content that is known under another name costs no run, and is noted many at a time.
  const renamed: TakenFile[] = [];
  try {
    for (const batch of inBatches(ready)) {
      round.signal.throwIfAborted();
      if (parts.nowMs() >= deadlineMs) return { isCut: true, error };
      const end = await takeBatch(parts, round, batch, contents);
      error ??= end.error;
      renamed.push(...end.renamed);
      if (end.kind !== 'taken') return { isCut: end.kind === 'busy', error };
    }
    return { isCut: false, error };
  } finally {
    await noteTaken(parts.sql, round.source, renamed);
    for (const taken of renamed) error ??= await clearFile(parts, round, taken);
  }
}

/** `over`: the source is no longer ours. `busy`: its connection is taken by another run. */
interface BatchEnd {
  readonly kind: 'taken' | 'busy' | 'over';
  readonly error: FileSourceError | null;
  /** Files whose content was taken in before. */
  readonly renamed: readonly TakenFile[];
}

/** Takes a few files, one after the other; `contents` learns what was taken. */
async function takeBatch(
  parts: SourceParts,
  round: Round,
  batch: readonly FolderFile[],
  contents: Map<string, string | null>,
): Promise<BatchEnd> {
  const readouts = await readFiles(parts, round.folder, batch, contents);
  try {
    let error = await noteUntaken(parts, round, readouts);
    const renamed = readouts.flatMap((each) =>
      each.kind === 'known' ? [{ ...each.file, sha256: each.sha256, syncRunId: each.syncRunId }] : [],
    );
    const staged = readouts.filter((each) => each.kind === 'staged');
    const queued = staged.length === 0 ? [] : await queueFiles(parts, round, staged);
    if (queued === null) return { kind: 'over', error, renamed };
    for (const { sha256, syncRunId } of queued) contents.set(sha256, syncRunId);
    const isDone = await workOff(
      parts,
      round,
      queued.filter(({ isNew }) => isNew).map(({ syncRunId }) => syncRunId),
    );
    for (const { file, sha256, syncRunId } of queued)
      error ??= await clearFile(parts, round, { ...file, sha256, syncRunId });
    return { kind: isDone ? 'taken' : 'busy', error, renamed };
  } finally {
    await discardStaged(readouts);
  }
}

/** Notes what could not be read, or has to settle once more; gives the first trouble. */
async function noteUntaken(
  parts: SourceParts,
  { source }: Round,
  readouts: readonly FileReadout[],
): Promise<FileSourceError | null> {
  let error: FileSourceError | null = null;
  const changed: FolderFile[] = [];
  for (const each of readouts) {
    if (each.kind === 'changed' && each.now !== null) changed.push(each.now);
    if (each.kind !== 'failed') continue;
    await noteFailed(parts.sql, source, each.file.name, each.error);
    error ??= each.error;
  }
  await noteSettling(parts.sql, source, changed, instantFromMs(parts.nowMs()));
  return error;
}

/** Works runs off here and now, one after the other; false when the connection is busy with another one. */
async function workOff(parts: SourceParts, round: Round, syncRunIds: readonly string[]): Promise<boolean> {
  const { tenant, source, signal } = round;
  const { connectionId } = source;
  const done: string[] = [];
  for (const syncRunId of syncRunIds) {
    const end = await runConnection(parts, tenant, { connectionId, syncRunId }, signal);
    if (end !== 'committed' && end !== 'over') break;
    done.push(syncRunId);
  }
  await removeRunJobs(parts.sql, done);
  // The others are left to their jobs, in their order.
  const left = syncRunIds.slice(done.length);
  for (const [index, syncRunId] of left.entries())
    await enqueueRun(parts.sql, tenant, { id: syncRunId, connectionId }, { delayMs: SOON_MS + index });
  return left.length === 0;
}

/** A file whose bytes are taken in. */
interface TakenFile {
  readonly name: string;
  readonly sizeBytes: number | bigint;
  readonly modifiedAtMs: number | bigint;
  readonly sha256: string;
  readonly syncRunId: string | null;
}

/** Moves or deletes a file that was taken in, as the source says, once its run has ended. */
async function clearFile(
  parts: SourceParts,
  { tenant, source, folder }: Round,
  file: TakenFile,
): Promise<FileSourceError | null> {
  const { name, sha256, syncRunId } = file;
  if (source.afterTaking === 'keep') return null;
  const run = syncRunId === null ? null : await findSyncRun(parts.sql, tenant, source.connectionId, syncRunId);
  if (run !== null && isUnfinished(run)) return null;
  try {
    const current = await folder.stat(name);
    const isUnchanged = current !== null && isSame(current, file);
    if (isUnchanged && source.afterTaking === 'delete') await folder.remove(name);
    if (isUnchanged && source.moveTo !== null) await folder.move(name, source.moveTo, movedName(name, sha256));
    if (isUnchanged || current === null) await noteCleared(parts.sql, source, name, null);
    return null;
  } catch (cause) {
    if (!(cause instanceof FolderError) || cause.code === 'interrupted' || cause.code === 'timeout') throw cause;
    const error = { code: cause.code, message: cause.message };
    await noteCleared(parts.sql, source, name, error);
    return error;
  }
}
