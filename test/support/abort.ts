/** Rejects when the signal is aborted; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The work, or an error that names it when it takes longer. */
export async function within(ms: number, what: string, work: Promise<void>): Promise<void> {
  const timeout = AbortSignal.timeout(ms);
  await Promise.race([
    work,
    aborted(timeout).catch(() => {
      throw new Error(`${what} have not come to their end within ${ms} ms`);
    }),
  ]);
}
