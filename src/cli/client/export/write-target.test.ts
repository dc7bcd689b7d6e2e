import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRefused } from '../../outcome.ts';
import { writeTarget } from './write-target.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-target-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new RangeError('the rest is not there');
}

describe('the target of an export', () => {
  it('is a file that has its name when it is whole, in place of the one before', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'before');
    await expect(writeTarget(breaking(), path)).rejects.toThrow('the rest is not there');
    expect(await readFile(path, 'utf8')).toBe('before');
    await writeTarget(chunksOf('one ', 'two'), path);
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('may be a pipe, which stays one and hands on what is written', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const [text] = await Promise.all([readFile(path, 'utf8'), writeTarget(chunksOf('one ', 'two'), path)]);
    expect(text).toBe('one two');
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(await readdir(folder)).not.toContain('pipe.part');
  });

  it('may be a link to a file, which stays a link', async () => {
    await symlink(join(folder, 'file'), join(folder, 'link'));
    await writeTarget(chunksOf('three'), join(folder, 'link'));
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('three');
  });

  it('may be a device behind a link, which stays what it is', async () => {
    const path = join(folder, 'nothing');
    await symlink('/dev/null', path);
    await writeTarget(chunksOf('one'), path);
    expect([lstatSync(path).isSymbolicLink(), lstatSync('/dev/null').isCharacterDevice()]).toEqual([true, true]);
  });

  it('that cannot be written is named', async () => {
    const path = join(folder, 'nowhere', 'file');
    await expect(writeTarget(chunksOf('x'), path)).rejects.toThrow(
      new CommandRefused(`${path} cannot be written (ENOENT).`),
    );
    await expect(writeTarget(chunksOf('x'), folder)).rejects.toThrow(`${folder} cannot be written (E`);
  });
});
