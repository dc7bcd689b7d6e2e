import { createContext, use } from 'react';
import { inkOn } from './accent.ts';

/** Colour of the main buttons; null for that of the theme. */
export const AccentContext = createContext<string | null>(null);

/** The colour and that of the text on it as properties of a button: absent where the theme's own hold. */
export function useAccent(): { readonly color?: string; readonly c?: string } {
  const color = use(AccentContext);
  return color === null ? {} : { color, c: inkOn(color) };
}
