import { closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServerLog, readLogTail, rotateServerLog } from './server-log.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-log-'));
  path = join(folder, 'server.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the server log', () => {
  it('is moved aside once it has outgrown its bound, while the writer keeps its descriptor', () => {
    const fd = openServerLog(path, 10);
    writeSync(fd, 'more than ten bytes\n');
    expect(rotateServerLog(path, 10)).toBe(true);
    writeSync(fd, 'later\n');
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toBe('later\n');
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('more than ten bytes\n');
    expect(rotateServerLog(path, 10)).toBe(false);
  });

  it('shows its end', () => {
    expect(readLogTail(path)).toBe('');
    writeFileSync(path, 'a\nb\nc\n');
    expect(readLogTail(path, 2)).toBe('b\nc');
  });
});
