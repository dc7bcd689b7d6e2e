import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Whether somebody sits in front of the terminal. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on standard error, so that standard output holds results only. */
export function askOpenly(question: string): Promise<string> {
  return ask(question, process.stderr);
}

/** As `askOpenly`, without showing what is typed. */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await ask('', nowhere);
  process.stderr.write('\n');
  return answer;
}

async function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
