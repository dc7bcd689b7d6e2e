/** Tells for how long this process, and with it most likely the whole machine, did not get to work. */
export interface StallWatch {
  /** Milliseconds by which its timers were late so far, all together. */
  lostMs(): number;
  stop(): void;
}

const LOOK_EVERY_MS = 20;

/** Begins to watch: bounds of real time that the product promises hold on a machine that works, and are widened by what it lost. */
export function watchStalls(): StallWatch {
  let lostMs = 0;
  let lastMs = performance.now();
  const look = () => {
    const nowMs = performance.now();
    lostMs += Math.max(0, nowMs - lastMs - LOOK_EVERY_MS);
    lastMs = nowMs;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    lostMs: () => {
      look();
      return lostMs;
    },
    stop: () => clearInterval(timer),
  };
}
