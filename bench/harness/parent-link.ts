/** What a child hears: its configuration, then questions one at a time. */
export interface ParentMessage {
  readonly type: 'config' | 'question';
  readonly value: unknown;
}

/** What it says: one word that it is ready, then one reply to each question. */
export interface ChildMessage {
  readonly value: unknown;
}

/** What a child is ready with. */
export interface Ready<Hello, Question, Reply> {
  readonly hello: Hello;
  /** Left out where nothing is asked. */
  answer?(question: Question): Promise<Reply>;
}

/**
 * Runs a child process of the bench. It ends at once when its parent is gone, and leaves Ctrl-C to the parent, which stops
 * it. A failure is written to the error output, which the parent quotes.
 */
export function runChild<Config, Hello, Question = never, Reply = never>(
  prepare: (config: Config) => Promise<Ready<Hello, Question, Reply>>,
): void {
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(1));
  let answer: ((question: Question) => Promise<Reply>) | undefined;
  const tell = (value: unknown) => process.send?.({ value } satisfies ChildMessage);
  const fail = (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
    process.exit(1);
  };
  const start = async (config: Config) => {
    const ready = await prepare(config);
    answer = ready.answer?.bind(ready);
    tell(ready.hello);
  };
  const reply = async (question: Question) => {
    if (answer === undefined) throw new Error('this process answers no questions');
    tell(await answer(question));
  };
  process.on('message', ({ type, value }: ParentMessage) => {
    // The parent's file and the child's file agree on the types.
    const work = type === 'config' ? start(value as Config) : reply(value as Question);
    work.catch(fail);
  });
}
