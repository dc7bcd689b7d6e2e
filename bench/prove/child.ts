/** What a child hears from its parent. The first message is the configuration, the second asks it to come to its end. */
export type ParentMessage<Config> = { readonly type: 'config'; readonly config: Config } | { readonly type: 'quiet' };

/** The child's end of the line. */
export interface ParentLink {
  /** Aborted when no more changes will come: writers stop, readers read to the end. */
  readonly quiet: AbortSignal;
  tell(message: object): void;
}

/**
 * Runs a child process of the proof: waits for its configuration, works, and exits with 0. It ends at once when its
 * parent is gone, and leaves Ctrl-C to the parent, which has everything to clear away.
 */
export function runChild<Config>(work: (config: Config, link: ParentLink) => Promise<void>): void {
  const quiet = new AbortController();
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(1));
  const tell = (message: object) => {
    process.send?.(message);
  };
  process.on('message', (message: ParentMessage<Config>) => {
    if (message.type === 'quiet') quiet.abort();
    else
      work(message.config, { quiet: quiet.signal, tell }).then(
        () => process.exit(0),
        (cause: unknown) => {
          process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
          process.exit(1);
        },
      );
  });
}

/** Dies as under `kill -9`, here and now: no handler runs, nothing is flushed, no transaction is ended in order. */
export async function dieNow(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}
