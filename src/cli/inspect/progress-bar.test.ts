import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressBar } from './progress-bar.ts';

function createTerminal(isTTY: boolean, columns = 80) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  return { stream, text: () => String(stream.read() ?? '') };
}

describe('the progress bar', () => {
  it('shows on a terminal how far all files together are, and goes away', () => {
    const { stream, text } = createTerminal(true);
    let nowMs = 0;
    const bar = createProgressBar(stream, { files: 2, bytes: 200 }, () => (nowMs += 100));
    bar.begin('one.sta');
    bar.advance(50);
    expect(text().split('\r\x1b[K').at(-1)).toBe('██████░░░░░░░░░░░░░░░░░░  25 %  0/2 files  one.sta');
    bar.finish();
    bar.begin('two.sta');
    bar.advance(150);
    expect(text().split('\r\x1b[K').at(-1)).toBe('████████████████████████ 100 %  1/2 files  two.sta');
    bar.clear();
    expect(text()).toBe('\r\x1b[K');
    bar.clear();
    expect(text()).toBe('');
  });

  it('is redrawn no more often than it can be seen', () => {
    const { stream, text } = createTerminal(true);
    const bar = createProgressBar(stream, { files: 1, bytes: 1000 }, () => 0);
    bar.begin('a');
    for (let i = 0; i < 1000; i++) bar.advance(1);
    expect(text().match(/files/g)).toHaveLength(1);
  });

  it('keeps to the width of the terminal, and lets no name steer it', () => {
    const { stream, text } = createTerminal(true, 30);
    createProgressBar(stream, { files: 1, bytes: 1 }, () => 0).begin(`\x1b[2J${'x'.repeat(80)}`);
    const line = text().replace('\r\x1b[K', '');
    expect(line).toHaveLength(29);
    expect(line).not.toContain('\x1b');
  });

  it('stays away where there is no terminal', () => {
    const { stream, text } = createTerminal(false);
    const bar = createProgressBar(stream, { files: 1, bytes: 1 }, () => 0);
    bar.begin('a');
    bar.advance(1);
    bar.finish();
    bar.clear();
    expect(text()).toBe('');
  });
});
