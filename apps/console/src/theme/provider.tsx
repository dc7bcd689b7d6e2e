import '@mantine/core/styles.layer.css';
import './tokens.css';
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { keepMenuFocus } from './keep-menu-focus.ts';
import { readNonce } from './nonce.ts';
import { theme } from './theme.ts';
import { resolveVariables } from './variables.ts';

/** Mantine with the theme of these pages, in the light or dark that the reader chose or their system has. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const nonce = readNonce();
  useEffect(keepMenuFocus, []);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={resolveVariables}
      deduplicateInlineStyles
      {...(nonce === null ? {} : { getStyleNonce: () => nonce })}
    >
      {children}
    </MantineProvider>
  );
}
