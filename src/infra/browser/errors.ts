/** What was tried as a browser, and why it did not do. */
export interface TriedBrowser {
  /** A path, or what was looked for. */
  readonly what: string;
  readonly why: string;
}

const FIX =
  'Install Chromium or Google Chrome, or set CAUSEWAY_BROWSER_PATH to the program of one, or run "npm ci" on Linux x64, which brings a Chromium along.';

/** No browser could be started. The message lists everything that was tried, and the fix. */
export class BrowserUnavailableError extends Error {
  override readonly name = 'BrowserUnavailableError';
  readonly tried: readonly TriedBrowser[];

  constructor(tried: readonly TriedBrowser[], fix: string = FIX) {
    const list = tried.map(({ what, why }) => `  ${what}: ${why}`).join('\n');
    super(`No browser could be started. Tried:\n${list}\n${fix}`);
    this.tried = tried;
  }
}

/** The browser or a page of it ended under a session: it crashed, was killed, or had to be closed. */
export class BrowserLostError extends Error {
  override readonly name = 'BrowserLostError';
}

/** The browser runs and does not answer. */
export class BrowserStuckError extends Error {
  override readonly name = 'BrowserStuckError';
}
