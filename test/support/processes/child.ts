/** What a child hears: its configuration first; then questions one at a time, or that it is to come to its end. */
export type ParentMessage =
  | { readonly type: 'config' | 'question'; readonly value: unknown }
  | { readonly type: 'quiet' };

/** The line to the parent of a child that works until it is done. */
export interface ParentLink {
  /** Aborted when no more changes will come: writers stop, readers read to the end. */
  readonly quiet: AbortSignal;
  tell(message: object): void;
}

/** What a child that answers says: one word that it is ready, then one reply to each question. */
export interface ChildAnswer {
  readonly value: unknown;
}

/** What such a child is ready with. */
export interface Ready<Hello, Question, Reply> {
  readonly hello: Hello;
  /** Left out where nothing is asked. */
  answer?(question: Question): Promise<Reply>;
}

/** Runs a child process that waits for its configuration, works, and exits with 0. Its parent keeps it with `keepChild`. */
export function runChild<Config>(work: (config: Config, link: ParentLink) => Promise<void>): void {
  const quiet = new AbortController();
  hearParent(async (message) => {
    if (message.type === 'quiet') return quiet.abort();
    await work(message.value as Config, { quiet: quiet.signal, tell }); // The parent's file and the child's file agree on the type.
    process.exit(0);
  });
}

/** Runs a child process that answers questions until it is stopped. Its parent starts it with `startChild`. */
export function answerParent<Config, Hello, Question = never, Reply = never>(
  prepare: (config: Config) => Promise<Ready<Hello, Question, Reply>>,
): void {
  let ready: Ready<Hello, Question, Reply> | undefined;
  const answer = (value: unknown) => tell({ value } satisfies ChildAnswer);
  hearParent(async (message) => {
    if (message.type === 'quiet') return;
    // The parent's file and the child's file agree on the types.
    if (message.type === 'config') {
      ready = await prepare(message.value as Config);
      return answer(ready.hello);
    }
    if (ready?.answer === undefined) throw new Error('this process answers no questions');
    answer(await ready.answer(message.value as Question));
  });
}

function tell(message: object): void {
  process.send?.(message);
}

/**
 * The life of every child: it ends at once when its parent is gone, and leaves Ctrl-C to the parent, which has everything to clear away. A
 * failure is written to the error output, which the parent quotes.
 */
function hearParent(take: (message: ParentMessage) => Promise<void>): void {
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message: ParentMessage) => {
    take(message).catch((cause: unknown) => {
      process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
      process.exit(1);
    });
  });
}

/** Dies as under `kill -9`, here and now: no handler runs, nothing is flushed, no transaction is ended in order. */
export async function dieNow(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}
