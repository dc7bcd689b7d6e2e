import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLocalFolder } from './local-folder.ts';
import type { SourceFolder } from './source-folder.ts';

let root: string;
let folder: SourceFolder;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'local-folder-'));
  for (const [customer, content] of [
    ['ours', 'our rows'],
    ['theirs', 'their rows'],
  ] as const) {
    mkdirSync(join(root, customer, 'out'), { recursive: true });
    writeFileSync(join(root, customer, 'out', 'statement.bai'), content);
  }
  folder = await openLocalFolder({ root, path: 'ours/out', label: 'ours/out' });
});
afterEach(async () => {
  await folder.close();
  rmSync(root, { recursive: true });
});

async function readAll(name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of folder.open(name, 100)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

// Elsewhere the folder goes by its path, as its documentation says.
it.runIf(process.platform === 'linux')('stays the folder that was opened when a link takes its place', async () => {
  renameSync(join(root, 'ours', 'out'), join(root, 'ours', 'kept'));
  symlinkSync(join(root, 'theirs', 'out'), join(root, 'ours', 'out'));
  writeFileSync(join(root, 'theirs', 'out', 'another.bai'), 'more of theirs');
  expect((await folder.list()).map(({ name }) => name)).toEqual(['statement.bai']);
  expect(await folder.stat('another.bai')).toBeNull();
  expect(await readAll('statement.bai')).toBe('our rows');
  await folder.move('statement.bai', 'taken', 'moved.bai');
  expect(readFileSync(join(root, 'ours', 'kept', 'taken', 'moved.bai'), 'utf8')).toBe('our rows');
  writeFileSync(join(root, 'ours', 'kept', 'statement.bai'), 'new rows');
  await folder.remove('statement.bai');
  expect(existsSync(join(root, 'ours', 'kept', 'statement.bai'))).toBe(false);
  expect(readdirSync(join(root, 'theirs', 'out')).sort()).toEqual(['another.bai', 'statement.bai']);
});

it('moves nothing into a link', async () => {
  symlinkSync(join(root, 'theirs'), join(root, 'ours', 'out', 'taken'));
  await expect(folder.move('statement.bai', 'taken', 'moved.bai')).rejects.toMatchObject({ code: 'pathRefused' });
  expect(readdirSync(join(root, 'theirs'))).toEqual(['out']);
  expect(await readAll('statement.bai')).toBe('our rows');
});
