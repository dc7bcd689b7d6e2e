import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);

describe('the simulator is pure', () => {
  it('reads no clock, no randomness, no environment and imports nothing but itself', () => {
    expect(sources.length).toBeGreaterThan(10);
    for (const path of sources) {
      const text = readFileSync(`${import.meta.dirname}/${path}`, 'utf8');
      expect(text, path).not.toMatch(/Date\.now|new Date\(\)|Math\.random|performance\.|process\.|\bIntl\b|toLocale/);
      const imported = [...text.matchAll(/ from '([^']+)'/g)].map(([, specifier]) => specifier);
      for (const specifier of imported) expect(specifier, path).toMatch(/^\.{1,2}\//);
    }
  });
});
