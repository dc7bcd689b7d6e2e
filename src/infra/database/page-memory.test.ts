import { describe, expect, it } from 'vitest';
import { PageMemory } from './page-memory.ts';

const KB = 1024;
const MB = 1024 * KB;

describe('memory for pages', () => {
  it('lends a block again once it was given back, and never twice at a time', () => {
    const memory = new PageMemory();
    const first = memory.take(600 * KB);
    expect(first.length).toBe(640 * KB);
    expect(memory.take(600 * KB)).not.toBe(first);
    memory.give(first);
    expect(memory.take(610 * KB)).toBe(first);
    expect(memory.take(610 * KB)).not.toBe(first);
  });

  it('lends the smallest block that is large enough, and none that is far larger', () => {
    const memory = new PageMemory();
    const [large, fitting] = [memory.take(2 * MB), memory.take(MB)];
    memory.give(large);
    memory.give(fitting);
    expect(memory.take(900 * KB)).toBe(fitting);
    expect(memory.take(20 * KB).length).toBe(128 * KB);
    expect(memory.take(MB)).toBe(large);
  });

  it('keeps blocks of the sizes that are asked for now, after many of another size', () => {
    const memory = new PageMemory();
    const small = Array.from({ length: 128 }, () => memory.take(100 * KB));
    for (const block of small) memory.give(block);
    const page = memory.take(600 * KB);
    memory.give(page);
    expect(memory.take(600 * KB)).toBe(page);
    const kept = Array.from({ length: 128 }, () => memory.take(100 * KB)).filter((block) => small.includes(block));
    expect(kept).toHaveLength(128 - 5);
  });

  it('leaves a block that is larger than all it may keep to be collected', () => {
    const memory = new PageMemory();
    const huge = memory.take(17 * MB);
    memory.give(huge);
    expect(memory.take(17 * MB)).not.toBe(huge);
  });
});
