import type { Words } from './words.ts';

/** Texts to put in the place of others; what is left out stays. */
export type ChangedWords = { readonly [Group in keyof Words]?: DeepPartial<Words[Group]> };

type DeepPartial<T> = T extends (...args: never[]) => string
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

/** The words of a second layout: those of the first, with some of them changed. */
export function changeWords(words: Words, changes: ChangedWords): Words {
  return merge(words, changes) as Words; // Merging a part of the same shape into words gives words.
}

function merge(base: unknown, changes: unknown): unknown {
  if (!isGroup(base) || !isGroup(changes)) return changes ?? base;
  const names = Object.keys(base);
  return Object.fromEntries(names.map((name) => [name, merge(base[name], changes[name])]));
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
