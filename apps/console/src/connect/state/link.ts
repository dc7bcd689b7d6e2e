/** A link as it was opened. */
export interface ConnectLink {
  readonly sessionId: string;
  /** Null where the address came without it and this tab has not seen it before. */
  readonly token: string | null;
  /** Origin of the page around this one, as the embed script tells it; empty where none is around. */
  readonly hostOrigin: string;
  /** Lets the tab forget a link that opens nothing any more. */
  forget(): void;
}

export interface LinkAddress {
  readonly path: string;
  /** Part of the address from `#` on: the token, and behind it what the embed script adds. */
  readonly fragment: string;
  /** What the tab keeps. Throws where the browser keeps nothing for a page in a frame of another site. */
  storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Takes the fragment out of the address that is shown. */
  hideFragment(): void;
}

/** What follows is the end of the sentence that the link stood in. */
const TOKEN = /^wcs_[A-Za-z0-9_-]{32}/;

/**
 * Reads a link, and takes its token out of the address: whoever looks at the screen, copies the address or goes through the history gets
 * nothing that opens. The tab keeps it for a reload. Where a browser keeps nothing, it stays in the address.
 */
export function takeLink({ path, fragment, storage, hideFragment }: LinkAddress): ConnectLink {
  const [, , sessionId = ''] = path.split('/');
  const name = `causeway.connect.${sessionId}`;
  const given = fragment.replace(/^#/, '');
  const isGiven = readToken(given) !== null;
  const text = isGiven ? given : (attempt(() => storage().getItem(name)) ?? '');
  if (isGiven && attempt(() => storage().setItem(name, given)) !== null) hideFragment();
  return {
    sessionId,
    token: readToken(text),
    hostOrigin: new URLSearchParams(text).get('origin') ?? '',
    forget: () => void attempt(() => storage().removeItem(name)),
  };
}

/** The token of a fragment; null for one without. */
export function readToken(fragment: string): string | null {
  const [first = ''] = fragment.replace(/^#/, '').split('&');
  return TOKEN.exec(first)?.[0] ?? null;
}

/** Null where the browser does not let the page keep anything. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
