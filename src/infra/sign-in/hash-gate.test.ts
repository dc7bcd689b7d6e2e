import { describe, expect, it } from 'vitest';
import { createHashGate } from './hash-gate.ts';

describe('a gate for the hashing of passwords', () => {
  it('lets two at once, some wait, and refuses the rest until there is room', async () => {
    const gate = createHashGate({ atOnce: 2, waiting: 3 });
    const started: (() => void)[] = [];
    const work = () => new Promise<string>((resolve) => started.push(() => resolve('hashed')));
    const tries = Array.from({ length: 5 }, () => gate.tryRun(work));
    expect(started).toHaveLength(2);
    expect(await gate.tryRun(work)).toBeNull();
    for (let done = 0; done < 5; done += 1) {
      started[done]?.();
      expect(await tries[done]).toBe('hashed');
    }
    expect(started).toHaveLength(5);
    expect(await gate.tryRun(async () => 'free again')).toBe('free again');
  });

  it('goes on after work that fails', async () => {
    const gate = createHashGate({ atOnce: 1, waiting: 0 });
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.run(async () => 'next')).toBe('next');
  });
});
