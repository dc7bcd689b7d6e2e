import { useEffect, useRef } from 'react';
import { setPageTitle } from '../../components/layout/page-title.ts';
import type { PageLocation } from '../state/page-location.ts';

/**
 * Brings the reader to where a link leads: to the heading that it names, or to the top of the page, whose title gets the focus and names
 * the window. A page may be drawn later than its address changes, so its title is waited for.
 */
export function useArrival({ pathname, hash }: PageLocation): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    const here = `${pathname}#${hash}`;
    const wasFirst = last.current === null || last.current === here;
    last.current = here;
    const arrive = (): boolean => {
      const title = document.querySelector<HTMLElement>('main h1');
      if (title === null) return false;
      setPageTitle(title.textContent);
      const target = hash === '' ? null : document.getElementById(hash);
      if (target !== null) target.scrollIntoView();
      else if (!wasFirst) scrollTo(0, 0);
      // The first page was not asked for from another one: the focus stays where the browser put it.
      if (!wasFirst) (target ?? title).focus({ preventScroll: true });
      return true;
    };
    const main = document.querySelector('main');
    if (main === null) return;
    const observer = new MutationObserver(() => {
      if (arrive()) observer.disconnect();
    });
    if (!arrive()) observer.observe(main, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [pathname, hash]);
}
