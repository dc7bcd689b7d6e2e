import { networkOf } from './network-of.ts';

/** Counts what is waited for without knowing from whom. */
export interface AnonymousBodies {
  /** Waits for one more body from this address until the function is called; null where its network has enough waiting already. */
  wait(address: string): (() => void) | null;
}

/** Bounds how many bodies of requests without a credential one network can keep the server waiting for. */
export function createAnonymousBodies(mostOfNetwork: number): AnonymousBodies {
  const waiting = new Map<string, number>();
  return {
    wait: (address) => {
      const network = networkOf(address);
      const before = waiting.get(network) ?? 0;
      if (before >= mostOfNetwork) return null;
      waiting.set(network, before + 1);
      let isWaiting = true;
      return () => {
        if (!isWaiting) return;
        isWaiting = false;
        const left = (waiting.get(network) ?? 1) - 1;
        if (left > 0) waiting.set(network, left);
        else waiting.delete(network);
      };
    },
  };
}
