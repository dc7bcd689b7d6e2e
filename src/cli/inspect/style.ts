import { styleText } from 'node:util';

/** How a text is set off for people; plain where the output is no terminal or `NO_COLOR` is set. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** Colours of the report; none where the stream is no terminal, or `NO_COLOR` is set. */
export function createStyle(stream: NodeJS.WriteStream): Style {
  const set = (format: Parameters<typeof styleText>[0]) => (text: string) => styleText(format, text, { stream });
  return { good: set('green'), bad: set('red'), doubtful: set('yellow'), strong: set('bold'), faint: set('dim') };
}

/** `camt.053 001.08`, `BAI2 2`, `MT940`. */
export function nameFormat(format: string | null, version: string | null): string {
  if (format === null) return 'no known format';
  const name = format.startsWith('camt') ? `camt.${format.slice(4)}` : format.toUpperCase();
  return version === null ? name : `${name} ${version}`;
}

/** `1 statement`, `2 statements`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Cut to a width, with a mark where something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Cut at its front, for paths, which differ at their ends. */
export function cutFront(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - width + 1)}`;
}
