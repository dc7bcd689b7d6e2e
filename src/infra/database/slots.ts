/** Lets so many pieces of work run at once, first come first served. */
export function createSlots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A slot that somebody waits for is handed on and never free.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
