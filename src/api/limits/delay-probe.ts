/** How often the delay is measured. */
const PROBE_MS = 100;

/** Tells how late this process is: work that is due waits for that long. */
export interface DelayProbe {
  isLate(): boolean;
  stop(): void;
}

/**
 * Measures how late a timer fires. One late measurement may be a collection of garbage or a busy machine; two in a row mean
 * that there is more to do than can be done. It is over with the first one that is less than half as late.
 */
export function startDelayProbe(maxDelayMs: number, monotonicMs: () => number): DelayProbe {
  let dueMs = monotonicMs() + PROBE_MS;
  let lateInRow = 0;
  const timer = setInterval(() => {
    const nowMs = monotonicMs();
    const delayMs = nowMs - dueMs;
    dueMs = nowMs + PROBE_MS;
    if (delayMs > maxDelayMs) lateInRow += 1;
    else if (delayMs < maxDelayMs / 2 || lateInRow < 2) lateInRow = 0;
  }, PROBE_MS);
  timer.unref();
  return { isLate: () => lateInRow >= 2, stop: () => clearInterval(timer) };
}
