import type { Clock } from '../clock.ts';

/** Time that passes only when a test lets it. */
export interface VirtualClock extends Clock {
  /** Delays that were asked for, in order. */
  readonly delays: readonly number[];
  /** Waits for a promise and lets time jump to the next timer whenever nothing else can go on. For work without real I/O. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass and runs what falls due. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

export function createVirtualClock(startMs = Date.UTC(2026, 10, 20)): VirtualClock {
  let nowMs = startMs;
  const delays: number[] = [];
  const timers = new Set<Timer>();

  const next = (): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers) if (first === null || timer.dueMs < first.dueMs) first = timer;
    return first;
  };
  const fire = (timer: Timer) => {
    timers.delete(timer);
    nowMs = Math.max(nowMs, timer.dueMs);
    timer.run();
  };

  return {
    delays,
    nowMs: () => nowMs,
    schedule: (delayMs, run) => {
      delays.push(delayMs);
      const timer = { dueMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    run: async (work) => {
      let settled = false;
      const done = () => {
        settled = true;
      };
      work.then(done, done);
      for (;;) {
        await idle();
        if (settled) return work;
        const timer = next();
        if (timer !== null) fire(timer);
      }
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (let timer = next(); timer !== null && timer.dueMs <= untilMs; timer = next()) {
        fire(timer);
        await idle();
      }
      nowMs = untilMs;
      await idle();
    },
  };
}

/** Every promise that can settle without I/O has, when the event loop comes round. */
export function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
