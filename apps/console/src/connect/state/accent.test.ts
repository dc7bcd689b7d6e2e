import { describe, expect, it } from 'vitest';
import { accentOf, channelsOf, inkOn, luminanceOf } from './accent.ts';

const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [one, other].map((color) => luminanceOf(channelsOf(color))).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};
const COLORS = [
  '#000000',
  '#ffffff',
  '#ffff00',
  '#1f5f8b',
  '#e11d48',
  '#808080',
  '#00ff88',
  '#0000ff',
  '#f5f7f9',
  '#181f26',
];

describe('the colour of an integrator', () => {
  it.each(COLORS)('%s carries text that can be read, and is told from the page, in light and dark', (color) => {
    for (const [scheme, page] of [
      ['light', '#ffffff'],
      ['dark', '#181f26'],
    ] as const) {
      const ground = accentOf(color, scheme);
      expect(contrast(ground, inkOn(ground))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ground, page)).toBeGreaterThanOrEqual(3);
    }
  });

  it('stays as it is where it fits', () => {
    expect(accentOf('#1f5f8b', 'light')).toBe('#1f5f8b');
    expect(accentOf('#7cc7d3', 'dark')).toBe('#7cc7d3');
  });
});
