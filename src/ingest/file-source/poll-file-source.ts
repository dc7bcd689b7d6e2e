import { backoffMs, type FileSourceError, movedName, stopsSource } from '../../domain/file-source.ts';
import { instantFromMs } from '../../domain/instant.ts';
import { FolderError, type FolderFile, type SourceFolder } from '../../infra/source-folder/source-folder.ts';
import { claimPoll, type FileSourceRow, finishPoll, type PollClaim, renewPoll } from '../../store/file-sources.ts';
import { enqueueJob, removeJob } from '../../store/jobs.ts';
import {
  forgetVanished,
  listSourceFiles,
  listTakenContents,
  noteCleared,
  noteFailed,
  noteSettling,
  noteTaken,
} from '../../store/source-files.ts';
import { findSyncRun, isUnfinished } from '../../store/sync-runs.ts';
import type { Tenant } from '../../store/tenant.ts';
import { runConnection } from '../run-connection.ts';
import type { SourceParts } from './parts.ts';
import { isSame, planRound } from './plan-round.ts';
import { takeFile } from './take-file.ts';

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
  const source = await claimPoll(parts.sql, tenant, sourceId, parts.leaseTtlMs, now);
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

/** Takes files until there are no more or the time is up. */
async function takeReady(
  parts: SourceParts,
  round: Round,
  ready: readonly FolderFile[],
  deadlineMs: number,
): Promise<{ readonly isCut: boolean; readonly error: FileSourceError | null }> {
  const { source, signal, folder } = round;
  const contents = ready.length === 0 ? new Map<string, string | null>() : await listTakenContents(parts.sql, source);
  let error: FileSourceError | null = null;
  // Content that is known under another name costs no run, and is noted many at a time.
  const renamed: TakenFile[] = [];
  try {
    for (const file of ready) {
      signal.throwIfAborted();
      if (parts.nowMs() >= deadlineMs) return { isCut: true, error };
      const taking = await takeFile(parts, round, folder, file, contents);
      if (taking.kind === 'over') return { isCut: false, error };
      if (taking.kind === 'failed') {
        await noteFailed(parts.sql, source, file.name, taking.error);
        error ??= taking.error;
        continue;
      }
      if (taking.kind === 'changed') {
        if (taking.file !== null) await noteSettling(parts.sql, source, [taking.file], instantFromMs(parts.nowMs()));
        continue;
      }
      const { sha256, syncRunId } = taking;
      const taken = { ...file, sha256, syncRunId };
      contents.set(sha256, syncRunId);
      if (taking.kind === 'known') renamed.push(taken);
      else if (!(await workOff(parts, round, taking.syncRunId))) return { isCut: true, error };
      else error ??= await clearFile(parts, round, taken);
    }
    return { isCut: false, error };
  } finally {
    await noteTaken(parts.sql, source, renamed);
    for (const taken of renamed) error ??= await clearFile(parts, round, taken);
  }
}

/** Works a run off here and now, one after the other; false when the connection is busy with another one. */
async function workOff(parts: SourceParts, { tenant, source, signal }: Round, syncRunId: string): Promise<boolean> {
  const ids = { connectionId: source.connectionId, syncRunId };
  const key = `sync:${syncRunId}`;
  const end = await runConnection(parts, tenant, ids, signal);
  if (end === 'committed' || end === 'over') await removeJob(parts.sql, key);
  else {
    const { organizationId, environment } = tenant;
    await enqueueJob(parts.sql, 'sync-connection', { organizationId, environment, ...ids }, { key, delayMs: SOON_MS });
  }
  return end === 'committed' || end === 'over';
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
