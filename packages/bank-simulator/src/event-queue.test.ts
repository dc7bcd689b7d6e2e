import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

function drain(queue: EventQueue<number>, untilMs: number): { atMs: number; event: number }[] {
  const taken = [];
  for (let next = queue.takeDue(untilMs); next !== null; next = queue.takeDue(untilMs)) taken.push(next);
  return taken;
}

describe('EventQueue', () => {
  it('gives events by time, and those of one moment in the order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
        const queue = new EventQueue<number>();
        times.forEach((atMs, event) => {
          queue.push(atMs, event);
        });
        const expected = times
          .map((atMs, event) => ({ atMs, event }))
          .sort((one, other) => one.atMs - other.atMs || one.event - other.event);
        expect(drain(queue, 20)).toEqual(expected);
      }),
    );
  });

  it('keeps what is not due', () => {
    const queue = new EventQueue<number>();
    queue.push(5, 1);
    queue.push(6, 2);
    expect(drain(queue, 4)).toEqual([]);
    expect(drain(queue, 5)).toEqual([{ atMs: 5, event: 1 }]);
    queue.push(5, 3);
    expect(drain(queue, 6)).toEqual([
      { atMs: 5, event: 3 },
      { atMs: 6, event: 2 },
    ]);
  });
});
