/** The integrator's colour as it can be used: a ground for text in white or black, that is told from the page. */
type Channels = readonly [number, number, number];

/** Up to this luminance white text has 4.5:1. */
const MOST_FOR_WHITE = 0.183;
/** From this luminance on dark text has 6:1. */
const LEAST_FOR_BLACK = 0.352;
/** From this luminance on a ground has 3:1 on the dark surface. */
const LEAST_ON_DARK = 0.145;
const STEPS = 100;

/**
 * The colour of buttons for `#rrggbb`: darkened on light pages until white text can be read on it, lightened on dark pages until it
 * stands out. One that fits already stays as it is.
 */
export function accentOf(color: string, scheme: 'light' | 'dark'): string {
  const given = channelsOf(color);
  const fits = (luminance: number) =>
    scheme === 'light'
      ? luminance <= MOST_FOR_WHITE
      : luminance >= LEAST_FOR_BLACK || (luminance >= LEAST_ON_DARK && luminance <= MOST_FOR_WHITE);
  const target: Channels = scheme === 'light' ? [0, 0, 0] : [255, 255, 255];
  for (let step = 0; step <= STEPS; step += 1) {
    const mixed = mix(given, target, step / STEPS);
    if (fits(luminanceOf(mixed))) return hexOf(mixed);
  }
  return hexOf(target);
}

/** The colour of text on a ground that `accentOf` has given. */
export function inkOn(ground: string): string {
  return luminanceOf(channelsOf(ground)) <= MOST_FOR_WHITE ? '#ffffff' : '#17202a';
}

/** Relative luminance as WCAG 2 defines it, from 0 to 1. */
export function luminanceOf([red, green, blue]: Channels): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Red, green and blue of `#rrggbb`, each 0 to 255. */
export function channelsOf(color: string): Channels {
  const at = (index: number) => Number.parseInt(color.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
}

function mix(from: Channels, to: Channels, share: number): Channels {
  const between = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [between(0), between(1), between(2)];
}

function hexOf(channels: Channels): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
