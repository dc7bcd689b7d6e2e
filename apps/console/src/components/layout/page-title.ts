const PRODUCT = 'Causeway';

/** Names the window after the page. */
export function setPageTitle(title: string): void {
  document.title = `${title} · ${PRODUCT}`;
}

let shownPath: string | null = null;
/** Whether the page that is shown was gone to from another one. */
let isGoneTo = false;

/**
 * Notes that the name of a page is shown, and tells whether it takes the focus: not on the page that the browser began with, where the
 * focus is the browser's own. A name that takes the place of another one, as when a page has read what it is about, takes its focus too.
 */
export function noteArrival(): boolean {
  const isFirst = shownPath === null;
  const isSame = shownPath === location.pathname;
  shownPath = location.pathname;
  if (isFirst) return false;
  if (isSame) return isGoneTo && document.activeElement === document.body;
  isGoneTo = true;
  return true;
}
