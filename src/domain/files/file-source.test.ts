import { describe, expect, it } from 'vitest';
import { backoffMs, isWantedName, movedName, stopsSource } from './file-source.ts';

describe('a moved name', () => {
  const sha256 = '0123456789abcdef'.repeat(4);

  it('begins with the content', () => {
    expect(movedName('a.bai', sha256)).toBe('0123456789ab-a.bai');
  });

  it.each([['x'], ['ü'], ['😀']])('fits the disk when the name is as long as can be, of %s', (character) => {
    const { length } = new TextEncoder().encode(character);
    const name = `${character.repeat(Math.floor(251 / length))}.bai`;
    const moved = movedName(name, sha256);
    expect(moved.startsWith(`0123456789ab-${character}`)).toBe(true);
    expect(moved.endsWith(`${character}.bai`)).toBe(true);
    expect(new TextEncoder().encode(moved).length).toBeLessThanOrEqual(255);
    expect(new TextEncoder().encode(moved).length).toBeGreaterThan(251);
    expect(moved.isWellFormed()).toBe(true);
  });
});

describe('a wanted name', () => {
  it.each(['a.bai', 'STATEMENT.XML', 'part.csv', 'tmp', 'a.part.xml'])('is %s', (name) => {
    expect(isWantedName(name, null)).toBe(true);
  });

  it.each(['.hidden', 'a.part', 'a.PART', 'a.xml.tmp', 'b.filepart', 'c.crdownload', 'd~'])('is not %s', (name) => {
    expect(isWantedName(name, null)).toBe(false);
  });

  it.each([
    ['daily-1.bai', 'daily-*.bai', true],
    ['DAILY-1.BAI', 'daily-?.bai', true],
    ['daily-12.bai', 'daily-?.bai', false],
    ['a.xml.txt', '*.xml', false],
    ['aab', '*a*b', true],
    ['x+y.xml', 'x+y.*', true],
  ])('%s fits %s: %s', (name, pattern, fits) => {
    expect(isWantedName(name, pattern)).toBe(fits);
  });

  it('is told at once, however the pattern is made', () => {
    // Time on the processor: a clock would take waiting for work on a busy machine.
    const begun = process.cpuUsage();
    expect(isWantedName('a'.repeat(255), `${'*a'.repeat(90)}b`)).toBe(false);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
  });
});

describe('the wait after failures', () => {
  it('doubles from ten seconds to an hour, and never outpaces the source', () => {
    expect([1, 2, 3, 20].map((failures) => backoffMs(failures, 1))).toEqual([10_000, 20_000, 40_000, 3_600_000]);
    expect(backoffMs(1, 600)).toBe(600_000);
  });

  it('has no end for a refused login alone', () => {
    expect([stopsSource('loginRejected'), stopsSource('hostKeyMismatch'), stopsSource('timeout')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
