import { useSyncExternalStore } from 'react';

export interface PageLocation {
  readonly pathname: string;
  /** Without the `#`; empty for the page itself. */
  readonly hash: string;
}

const CHANGED = 'causeway:page-location';

/** Goes to another page of the documentation without loading it anew. */
export function goTo(address: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/** Where the reader is. */
export function usePageLocation(): PageLocation {
  const address = useSyncExternalStore(subscribe, () => `${location.pathname}${location.hash}`);
  const [pathname = '', hash = ''] = address.split('#');
  return { pathname: pathname.replace(/(?<=.)\/$/, ''), hash: decodeURIComponent(hash) };
}

function subscribe(listener: () => void): () => void {
  const names = [CHANGED, 'popstate', 'hashchange'];
  for (const name of names) addEventListener(name, listener);
  return () => {
    for (const name of names) removeEventListener(name, listener);
  };
}
