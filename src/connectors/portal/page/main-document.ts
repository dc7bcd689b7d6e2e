import type { Page, Request, Response } from 'playwright-core';

/** The document that the page shows, or that is to come in its place. */
export interface MainDocument {
  /** Status with which it came; null when none came. */
  status(): number | null;
  /** Whether it has not come whole. */
  isCut(): boolean;
  /** Called before another one is asked for. */
  forget(): void;
  /** Rejects at once when a document breaks off from now on: such a page is never ready. Only who asked last is told. */
  awaitCut(): Promise<never>;
}

/** Chromium's code for a request that was given up on purpose. */
const ABORTED = 'net::ERR_ABORTED';

/** Watches the document of the page itself, not what it loads: its latest answer, and whether its loading was cut off. */
export function watchMainDocument(page: Page): MainDocument {
  let last: Response | null = null;
  page.on('response', (response) => {
    if (isDocument(response.request())) last = response;
  });
  let isCut = false;
  page.on('request', (request) => {
    if (isDocument(request)) isCut = false;
  });
  let onCut: () => void = () => undefined;
  page.on('requestfailed', (request) => {
    // A download ends the request for a page in order.
    if (!isDocument(request) || request.failure()?.errorText === ABORTED) return;
    isCut = true;
    onCut();
  });

  function isDocument(request: Request): boolean {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  }

  return {
    status: () => last?.status() ?? null,
    isCut: () => isCut,
    forget: () => {
      last = null;
    },
    awaitCut: () => {
      const cut = new Promise<never>((_, reject) => {
        onCut = () => reject(new Error('the answer has broken off'));
      });
      // Whoever has come to an end by then does not wait for it any more.
      cut.catch(() => undefined);
      return cut;
    },
  };
}
