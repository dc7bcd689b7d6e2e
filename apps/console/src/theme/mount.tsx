import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readNonce } from './nonce.ts';
import { ThemeProvider } from './provider.tsx';
import { sendOncePerDoubleClick } from './send-once.ts';

/** Shows a page in the document's root, with the theme around it. */
export function mount(page: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the document has no element with the id root');
  // The package that keeps a page from scrolling behind a dialog looks for its nonce under this name.
  Object.assign(globalThis, { __webpack_nonce__: readNonce() ?? undefined });
  sendOncePerDoubleClick(document);
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider>{page}</ThemeProvider>
    </StrictMode>,
  );
}
