import { describe, expect, it } from 'vitest';
import { JsonSpool } from './spool.ts';

async function readAll(spool: JsonSpool): Promise<unknown> {
  let text = '';
  for await (const piece of spool.read()) text += piece;
  return JSON.parse(`[${text}]`);
}

describe('values that wait to be written', () => {
  it.each([
    ['in memory', 1_000_000],
    ['on the disk', 100],
    ['on the disk, each larger than the buffer', 10],
  ])('come back in their order, %s', async (_, maxHeld) => {
    const spool = new JsonSpool(maxHeld);
    const values = Array.from({ length: 500 }, (_unused, i) => ({ i, text: 'Müller 😀 "' }));
    for (const value of values) await spool.add(value);
    expect(await readAll(spool)).toEqual(values);
    expect(await readAll(spool)).toEqual(values);
    spool.clear();
    expect(await readAll(spool)).toEqual([]);
    for (const value of values.slice(0, 30)) await spool.add(value);
    expect(await readAll(spool)).toEqual(values.slice(0, 30));
    await spool.close();
  });
});
