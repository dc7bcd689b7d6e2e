import { describe, expect, it } from 'vitest';
import { shareLook } from './shared-look.ts';

/** Looks that end when they are told to, and a clock that is moved. */
function createStage() {
  const looks: PromiseWithResolvers<number>[] = [];
  const clock = { nowMs: 0 };
  const ask = shareLook(
    () => {
      const look = Promise.withResolvers<number>();
      looks.push(look);
      return look.promise;
    },
    { monotonicMs: () => clock.nowMs, shareMs: 1_000 },
  );
  return { looks, clock, ask };
}

describe('a shared look', () => {
  it('is one for all who ask while it is under way, however long, and for a while after it', async () => {
    const { looks, clock, ask } = createStage();
    const asked = [ask(), ask()];
    clock.nowMs = 5_000;
    asked.push(ask());
    looks[0]?.resolve(1);
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    clock.nowMs = 5_999;
    expect(await ask()).toBe(1);
    expect(looks).toHaveLength(1);
    clock.nowMs = 6_000;
    const next = [ask(), ask()];
    looks[1]?.resolve(2);
    expect(await Promise.all(next)).toEqual([2, 2]);
    expect(looks).toHaveLength(2);
  });

  it('that failed fails for all, and is made again after the same while', async () => {
    const { looks, clock, ask } = createStage();
    const asked = [ask(), ask()];
    looks[0]?.reject(new Error('the database is away'));
    for (const each of asked) await expect(each).rejects.toThrow('away');
    await expect(ask()).rejects.toThrow('away');
    clock.nowMs = 1_000;
    const next = ask();
    looks[1]?.resolve(2);
    expect(await next).toBe(2);
  });
});
