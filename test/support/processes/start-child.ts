import { type ChildProcess, fork } from 'node:child_process';
import type { ChildAnswer, ParentMessage } from './child.ts';

/** A process that answers questions: a reference server, a driver, a bank. */
export interface StartedChild<Hello, Question, Reply> {
  /** What it said once it was ready. */
  readonly hello: Hello;
  /** Asks one question at a time. Throws when the process fails or ends instead. */
  ask(question: Question): Promise<Reply>;
  stop(): Promise<void>;
}

const KEPT_ERROR_CHARS = 4_000;

/** Starts a TypeScript file with the flags of this process, and waits until it is ready. */
export async function startChild<Hello, Question = never, Reply = never>(
  file: URL,
  config: object,
): Promise<StartedChild<Hello, Question, Reply>> {
  const child = fork(file, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-KEPT_ERROR_CHARS);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const send = (message: ParentMessage) => child.send(message, () => undefined);
  // What comes from the child has the types that its file states.
  const answer = async () => (await nextMessage(child, () => errors)).value as unknown;
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const ready = answer();
    send({ type: 'config', value: config });
    const hello = (await ready) as Hello; // See above.
    const ask = async (question: Question): Promise<Reply> => {
      const reply = answer();
      send({ type: 'question', value: question });
      return (await reply) as Reply; // See above.
    };
    return { hello, ask, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function nextMessage(child: ChildProcess, errors: () => string): Promise<ChildAnswer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
    };
    const onMessage = (message: ChildAnswer) => {
      settle();
      resolve(message);
    };
    const onExit = (code: number | null, signal: string | null) => {
      settle();
      reject(new Error(`${child.spawnfile} ended with ${signal ?? `code ${code}`}: ${errors()}`));
    };
    const onError = (cause: Error) => {
      settle();
      reject(cause);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
  });
}
