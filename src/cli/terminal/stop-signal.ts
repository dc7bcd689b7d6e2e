/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once. */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    for (const signal of SIGNALS) {
      process.removeListener(signal, stop);
      process.once(signal, () => process.exit(130));
    }
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return promise;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
