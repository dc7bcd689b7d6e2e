import type { Page } from 'playwright-core';

/** What a recipe needs of the browser. Bounds, virtual time and what may be reached are for the composition root to add. */
export interface BrowserNeeds {
  /** Hosts that the portal consists of, as they stand in a URL. Nothing else can be reached. */
  readonly allowedHosts: readonly string[];
  /** BCP 47, such as `en-US`. */
  readonly locale: string;
  /** IANA name of the zone in which the bank writes its days. */
  readonly timezone: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** What `keep` of an earlier session gave: cookies and storage to begin with. */
  readonly restore?: string;
}

/** Opens an isolated browser session. Rejects with the signal's reason. */
export type OpenBrowser = (needs: BrowserNeeds, signal: AbortSignal) => Promise<BrowserOpening>;

export type BrowserOpening =
  | { readonly kind: 'leased'; readonly lease: BrowserSession }
  /** All places stayed taken. */
  | { readonly kind: 'busy' }
  /** None can be started on this machine. */
  | { readonly kind: 'unavailable'; readonly cause: unknown };

/** An isolated browser context with one page. `release` is always called. */
export interface BrowserSession {
  readonly page: Page;
  readonly downloads: BrowserDownloads;
  /** Aborted when browser or page are gone. */
  readonly lost: AbortSignal;
  /** The latest connections that were refused or failed, each an object of its own, the last one last. */
  egressFailures(): readonly {
    readonly host: string;
    readonly kind: 'denied' | 'private' | 'unreachable';
    readonly code: string | null;
  }[];
  /**
   * Closes all connections to the bank, so that the next request goes over a new one. A browser repeats a request, even one that
   * submits something, when a connection that was used before breaks before the answer; on a new connection it does not.
   */
  dropConnections(): void;
  /** Cookies and storage of the session as text. It is as secret as a login: with it a sign-in can be gone on with elsewhere. */
  keep(): Promise<string>;
  /** Real time since the session began. */
  elapsedMs(): number;
  release(): Promise<void>;
}

export interface BrowserDownloads {
  /** Does something that makes the bank send a file, and passes its bytes on when it is whole. */
  take(
    trigger: () => Promise<void>,
    options: {
      readonly beginTimeoutMs: number;
      readonly signal: AbortSignal;
      onBytes(bytes: AsyncIterable<Uint8Array>): Promise<void>;
    },
  ): Promise<
    { readonly kind: 'done'; readonly fileName: string } | { readonly kind: 'none' | 'broken' | 'tooLarge' | 'tooMany' }
  >;
}
