import type { Writable } from 'node:stream';
import { forTerminal } from '../terminal/line-output.ts';
import { cut } from './style.ts';

const BAR_WIDTH = 24;
/** Redrawn at most this often; more is not seen and costs time. */
const REDRAW_MS = 80;

/** Tells how far a long inspection is, in one line that goes when something else is printed. */
export interface ProgressBar {
  begin(file: string): void;
  advance(bytes: number): void;
  finish(): void;
  /** Takes the line away, so that something else can be printed. */
  clear(): void;
}

/** Nothing is shown unless the stream is a terminal. */
export function createProgressBar(
  stream: Writable & { readonly isTTY?: boolean; readonly columns?: number },
  total: { readonly files: number; readonly bytes: number },
  nowMs: () => number,
): ProgressBar {
  let done = 0;
  let files = 0;
  let current = '';
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let isShown = false;
  const draw = () => {
    if (stream.isTTY !== true || nowMs() - drawnAtMs < REDRAW_MS) return;
    drawnAtMs = nowMs();
    isShown = true;
    const share = total.bytes === 0 ? 1 : Math.min(1, done / total.bytes);
    const filled = Math.round(share * BAR_WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    const text = `${bar} ${percent} %  ${files}/${total.files} files  ${forTerminal(current)}`;
    stream.write(`\r\x1b[K${cut(text, (stream.columns ?? 80) - 1)}`);
  };
  return {
    begin: (file) => {
      current = file;
      draw();
    },
    advance: (bytes) => {
      done += bytes;
      draw();
    },
    finish: () => {
      files += 1;
      draw();
    },
    clear: () => {
      if (isShown) stream.write('\r\x1b[K');
      isShown = false;
      drawnAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}
