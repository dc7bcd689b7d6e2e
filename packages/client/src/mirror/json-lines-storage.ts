import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Transaction } from '../wire.ts';
import { type AccountSum, EMPTY_SUM } from './checksum.ts';
import { lockFile } from './file-lock.ts';
import { appendDurably, type FileLine, readLines, replaceDurably } from './json-lines-file.ts';
import { applyChange, type HeldRow, planWrite, type SumChanges, takeOut, touchedIds } from './plan-write.ts';
import { MirrorConflictError, type MirrorState, type MirrorStorage, type MirrorWrite } from './storage.ts';

/** One line of the file. What stands before a `state` counts once that is there. */
type Line = { readonly put: Transaction } | { readonly drop: string } | { readonly state: MirrorState };

/** Where a row's latest line lies. */
interface Place extends HeldRow {
  readonly generation: number;
  readonly offset: number;
  readonly length: number;
}

interface Index {
  state: MirrorState | null;
  readonly rows: Map<string, Place>;
  readonly sums: Map<string, AccountSum>;
  /** Length of the part of the file that counts. */
  end: number;
  lines: number;
}

/** A file with this many lines more than twice its rows is written anew when it is opened. */
const SPARE_LINES = 10_000;
const COPY_BATCH_BYTES = 1_048_576;

/**
 * Opens a mirror in a file of JSON lines, which is made when it is not there: `{"put":<transaction>}` and `{"drop":<id>}`
 * in the order of the changes, the last line of an id being its present one, and `{"state":…}` after each step. The rows
 * stay on disk; about 200 bytes per row are held in memory.
 */
export async function openJsonLinesStorage(path: string): Promise<MirrorStorage> {
  const target = resolve(path);
  const unlock = await lockFile(target);
  let file: FileHandle | null = null;
  try {
    file = await open(target, constants.O_RDWR | constants.O_CREAT, 0o600);
    let index = await readIndex(file);
    await dropUnfinished(file, index.end);
    // While bootstrapping, rows of an earlier generation must stay known as such.
    if (index.state?.phase === 'following' && index.lines > 2 * index.rows.size + SPARE_LINES) {
      const compacted = await compact(file, index, target);
      await file.close();
      file = compacted;
      index = await readIndex(file);
    }
    return createStorage(file, index, unlock);
  } catch (cause) {
    await file?.close();
    await unlock();
    throw cause;
  }
}

/** The rest of a step that was cut short never happened. What does not begin like a step is somebody else's file. */
async function dropUnfinished(file: FileHandle, end: number): Promise<void> {
  const { size } = await file.stat();
  if (size === end) return;
  const start = Buffer.alloc(Math.min(size - end, LINE_START.length));
  await file.read(start, 0, start.length, end);
  if (!['{"put":', '{"drop"', '{"state'].some((known) => known.startsWith(start.toString('latin1'))))
    throw new Error('the file holds something else than a mirror; choose another file or remove this one');
  await file.truncate(end);
}

const LINE_START = '{"put":';

function createStorage(file: FileHandle, index: Index, unlock: () => Promise<void>): MirrorStorage {
  return {
    load: async () => index.state,
    write: (step) => writeStep(file, index, step),
    listAccountSums: async () => new Map(index.sums),
    listRows: async (accountId, { afterId, limit }) => {
      const ids = [...index.rows]
        .filter(([id, row]) => row.accountId === accountId && (afterId === null || id > afterId))
        .map(([id]) => id)
        .sort()
        .slice(0, limit);
      const rows: Transaction[] = [];
      for (const id of ids) {
        const place = index.rows.get(id);
        if (place !== undefined) rows.push(await readRow(file, place));
      }
      return rows;
    },
    close: async () => {
      await file.close();
      await unlock();
    },
  };
}

async function writeStep(file: FileHandle, index: Index, step: MirrorWrite): Promise<void> {
  const { size } = await file.stat();
  // Another process that had the file open has appended to it.
  if (size !== index.end || (index.state?.revision ?? null) !== step.expectedRevision) throw new MirrorConflictError();
  const { generation } = step.state;
  const { rows, changes } = planWrite(step, index.rows);
  const touched = new Set(touchedIds(step));
  const gone = step.removals.filter((id) => index.rows.has(id));
  if (step.sweep)
    for (const [id, row] of index.rows)
      if (row.generation < generation && !touched.has(id)) {
        takeOut(changes, row);
        gone.push(id);
      }
  const lines: Line[] = [
    ...gone.map((drop) => ({ drop })),
    ...rows.map(({ transaction }) => ({ put: transaction })),
    { state: step.state },
  ];
  const texts = lines.map((line) => `${JSON.stringify(line)}\n`);
  let offset = index.end;
  const places = texts.map((text) => {
    const length = Buffer.byteLength(text) - 1;
    const place = { offset, length };
    offset += length + 1;
    return place;
  });
  index.end = await appendDurably(file, texts.join(''), index.end);
  index.lines += lines.length;
  for (const id of gone) index.rows.delete(id);
  rows.forEach(({ transaction, accountId, hash }, at) => {
    const place = places[gone.length + at];
    if (place !== undefined) index.rows.set(transaction.id, { accountId, hash, generation, ...place });
  });
  addChanges(index, changes);
  index.state = step.state;
}

/** Reads the steps that are complete. Throws for a line that is none: the file is something else, or was damaged. */
async function readIndex(file: FileHandle): Promise<Index> {
  const index: Index = { state: null, rows: new Map(), sums: new Map(), end: 0, lines: 0 };
  let step: { readonly line: Line; readonly at: FileLine }[] = [];
  let number = 0;
  for await (const at of readLines(file)) {
    number += 1;
    const line = parseLine(at.text, number);
    step.push({ line, at: { ...at, text: '' } });
    if (!('state' in line)) continue;
    for (const each of step) takeLine(index, each.line, each.at, line.state.generation);
    index.state = line.state;
    index.end = at.offset + at.length + 1;
    index.lines += step.length;
    step = [];
  }
  return index;
}

function takeLine(index: Index, line: Line, at: FileLine, generation: number): void {
  if ('state' in line) return;
  const upserts = 'put' in line ? [line.put] : [];
  const id = 'put' in line ? line.put.id : line.drop;
  const { rows, changes } = planWrite({ upserts, removals: 'put' in line ? [] : [id] }, index.rows);
  index.rows.delete(id);
  const { offset, length } = at;
  for (const { accountId, hash } of rows) index.rows.set(id, { accountId, hash, generation, offset, length });
  addChanges(index, changes);
}

function addChanges({ sums }: Index, changes: SumChanges): void {
  for (const [accountId, change] of changes) {
    const sum = applyChange(sums.get(accountId) ?? EMPTY_SUM, change);
    if (sum.count === 0) sums.delete(accountId);
    else sums.set(accountId, sum);
  }
}

/** Copies the rows that count and the state into a new file, which takes the place of the old one. */
async function compact(file: FileHandle, index: Index, target: string): Promise<FileHandle> {
  const path = `${target}.compacting`;
  const copy = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    let end = 0;
    let batch = '';
    for (const place of index.rows.values()) {
      batch += `${JSON.stringify({ put: await readRow(file, place) } satisfies Line)}\n`;
      if (batch.length < COPY_BATCH_BYTES) continue;
      end = await appendDurably(copy, batch, end);
      batch = '';
    }
    await appendDurably(copy, `${batch}${JSON.stringify({ state: index.state })}\n`, end);
    await replaceDurably(path, target);
    return copy;
  } catch (cause) {
    await copy.close();
    throw cause;
  }
}

async function readRow(file: FileHandle, { offset, length }: Place): Promise<Transaction> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, offset);
  const line = parseLine(bytes.toString('utf8'), null);
  if (!('put' in line)) throw new Error('the file of JSON lines was changed by something else while it was open');
  return line.put;
}

function parseLine(text: string, number: number | null): Line {
  const where = number === null ? 'a line' : `line ${number}`;
  try {
    const line: unknown = JSON.parse(text);
    // Lines come from `writeStep`; one that has none of its keys comes from elsewhere.
    if (typeof line === 'object' && line !== null && ('put' in line || 'drop' in line || 'state' in line))
      return line as Line;
  } catch (cause) {
    throw new Error(`${where} of the file is no JSON; choose another file or remove this one`, { cause });
  }
  throw new Error(`${where} of the file is none of a mirror; choose another file or remove this one`);
}
