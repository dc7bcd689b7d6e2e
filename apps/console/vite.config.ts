import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { singleIcons } from './build/single-icons.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Replaced by the server with a new value in every answer. */
export const NONCE_PLACEHOLDER = '__CAUSEWAY_NONCE__';

/** How the pages are made; what there is to make stands in build/main.ts. */
export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [singleIcons(), react()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  // Work on the pages with a server that has data: `vite` in this folder, beside `causeway serve`.
  server: {
    proxy: {
      '/console/api': 'http://127.0.0.1:4080',
      '/connect/api': 'http://127.0.0.1:4080',
      '/v1': 'http://127.0.0.1:4080',
    },
  },
  build: {
    outDir: at('./dist'),
    manifest: true,
    emptyOutDir: true,
    target: 'es2023',
    // Data URLs would need a wider policy for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The texts of all guides are one file, which only the documentation loads. What the console loads first is measured by itself.
    chunkSizeWarningLimit: 1_000,
  },
});
