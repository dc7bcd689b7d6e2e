import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The script that other sites put into their pages: plain, without imports, under a name that never changes. */
export const EMBED_BUILD = {
  configFile: false,
  logLevel: 'warn',
  root: at('..'),
  build: {
    emptyOutDir: false,
    target: 'es2020',
    reportCompressedSize: false,
    lib: { entry: at('../src/embed/main.ts'), formats: ['iife'], name: 'Causeway', fileName: () => 'connect.js' },
  },
} as const satisfies InlineConfig;
