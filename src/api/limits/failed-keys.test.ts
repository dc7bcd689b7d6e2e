import { describe, expect, it } from 'vitest';
import { createFailedKeys } from './failed-keys.ts';

function createWatch(perMinute: number) {
  const clock = { ms: 5_000 };
  const failed = createFailedKeys(perMinute, () => clock.ms);
  const isOver = (address: string) => failed.note(address) !== null;
  return { clock, failed, isOver };
}

describe('refused keys of one address', () => {
  it('meet the limit once there are too many of them, until the minute is over', () => {
    const { clock, failed, isOver } = createWatch(2);
    expect([isOver('192.0.2.1'), isOver('192.0.2.1')]).toEqual([false, false]);
    clock.ms += 18_500;
    expect(failed.note('192.0.2.1')).toEqual({
      name: 'refused-keys',
      quota: 2,
      windowSeconds: 60,
      remaining: 0,
      resetSeconds: 41.5,
    });
    expect(isOver('192.0.2.2')).toBe(false);
    clock.ms += 41_500;
    expect(isOver('192.0.2.1')).toBe(false);
  });

  it('are counted for a network of IPv6 as a whole', () => {
    const { isOver } = createWatch(1);
    expect(isOver('2001:db8:0:7::1')).toBe(false);
    expect(isOver('2001:db8:0:7:ffff:1:2:3')).toBe(true);
    expect(isOver('2001:db8:0:8::1')).toBe(false);
    expect(isOver('::1')).toBe(false);
    expect(isOver('::ffff:192.0.2.1')).toBe(false);
  });

  it('meet no limit where it is off', () => {
    const { isOver } = createWatch(0);
    for (let tries = 0; tries < 50; tries += 1) expect(isOver('192.0.2.1')).toBe(false);
  });

  it('of ten thousand addresses are remembered and no more', () => {
    const { isOver } = createWatch(1);
    isOver('first');
    for (let index = 0; index < 10_000; index += 1) isOver(`address ${index}`);
    expect(isOver('first')).toBe(false);
    expect(isOver('address 9999')).toBe(true);
  });
});
