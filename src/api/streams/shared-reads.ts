/** Reads for everybody who asks under the same key before the read has begun. */
export type ShareRead = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/**
 * Lets those who want to read the same thing at the same moment share one read: a commit wakes all listeners of a stream
 * at once. Nobody gets a read that had begun before the request, because it might miss what the request is about. At most
 * `maxConcurrent` reads run at a time, so that a crowd of listeners leaves connections to everybody else.
 */
export function createSharedReads(maxConcurrent: number): ShareRead {
  /** Reads that have not begun, in their order. */
  const waiting = new Map<string, { readonly promise: Promise<unknown>; begin(): Promise<unknown> }>();
  let running = 0;
  const end = () => {
    running -= 1;
    beginNext();
  };
  const beginNext = () => {
    for (const [key, { begin }] of waiting) {
      if (running >= maxConcurrent) return;
      waiting.delete(key);
      running += 1;
      // Whoever asked for it hears of a failure.
      begin().then(end, end);
    }
  };
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = waiting.get(key);
    if (known !== undefined) return known.promise as Promise<T>; // One key stands for one kind of read.
    const { promise, resolve } = Promise.withResolvers<T>();
    const begin = () => {
      const work = read();
      resolve(work);
      return work;
    };
    waiting.set(key, { promise, begin });
    // Others who were woken by the same thing are still to come.
    setImmediate(beginNext);
    return promise;
  };
}
