import type { Writable } from 'node:stream';

/** Writes no faster than what is written is taken. */
export interface LineOutput {
  /** False once nobody reads any more, as after `| head`. */
  line(text: string): Promise<boolean>;
  /** The same for a part of a line. */
  write(text: string): Promise<boolean>;
}

/** Waits while the reader is slow, so that no output piles up in memory; a reader that goes away is no error. */
export function createLineOutput(stream: Writable): LineOutput {
  let open = true;
  stream.on('error', (error: Error) => {
    // The reader has gone away, which is its good right.
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    open = false;
  });
  const write = async (text: string) => {
    if (open && !stream.write(text) && !stream.destroyed) await untilTakenOrGone(stream);
    return open;
  };
  return { write, line: (text) => write(`${text}\n`) };
}

function untilTakenOrGone(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'] as const;
    const done = () => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}

/** Text from a bank, safe for a terminal: what could steer it is made visible instead. */
export function forTerminal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be found.
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
