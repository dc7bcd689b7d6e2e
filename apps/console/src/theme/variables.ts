import type { CSSVariablesResolver } from '@mantine/core';

/** Mantine's own names for surfaces and text, set to those of tokens.css. */
export const resolveVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-dimmed': 'var(--cw-ink-dim)',
    '--mantine-color-anchor': 'var(--cw-link)',
    '--mantine-color-text': 'var(--cw-ink)',
    '--mantine-color-body': 'var(--cw-surface)',
    '--mantine-color-error': 'var(--cw-bad-ink)',
    '--mantine-color-placeholder': 'var(--cw-ink-dim)',
  };
  return { variables: {}, light: shared, dark: shared };
};
