/** Lets few pieces of work run at once. */
export interface HashGate {
  /** Null, with nothing done, when as many wait already as may. */
  tryRun<T>(work: () => Promise<T>): Promise<T | null>;
  /** Waits however many others do. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Keeps the hashing of passwords, which costs a tenth of a second and 32 MB each, from taking the threads and the memory that
 * everything else needs. `atOnce` run, `waiting` more may wait.
 */
export function createHashGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): HashGate {
  let running = 0;
  const queue: (() => void)[] = [];
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    // Whoever ends hands the place on, so that nobody who comes later takes it.
    if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return { run, tryRun: async (work) => (queue.length >= waiting ? null : run(work)) };
}
