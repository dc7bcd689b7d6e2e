import type { RawTable } from '../cells.ts';

/** The little of an element that is used below; the functions run inside the page. */
interface PageElement {
  readonly textContent: string | null;
  readonly href?: string;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
}

/** Runs inside the page, in one go, so that a table is never read while it changes. */
export function readTableElement(table: PageElement): RawTable {
  const textsOf = (row: PageElement) =>
    Array.from(row.querySelectorAll('th, td'), (cell) => (cell.textContent ?? '').trim());
  const rows = Array.from(table.querySelectorAll('tbody tr'), textsOf);
  const [headers = []] = Array.from(table.querySelectorAll('thead tr'), textsOf);
  return { headers, rows };
}

/** Runs inside the page: terms and values of its lists of such. */
export function readFactElements(place: PageElement): (readonly [string, string])[] {
  const facts: [string, string][] = [];
  let term: string | null = null;
  for (const element of place.querySelectorAll('dt, dd')) {
    const text = (element.textContent ?? '').trim();
    const isTerm = 'tagName' in element && element.tagName === 'DT';
    if (!isTerm && term !== null) facts.push([term, text]);
    term = isTerm ? text : null;
  }
  return facts;
}

/** Runs inside the page: links with their complete addresses and the text of the row or entry in which each stands. */
export function readLinkElements(place: PageElement): PageLink[] {
  return Array.from(place.querySelectorAll('a[href]'), (link) => ({
    text: (link.textContent ?? '').trim(),
    listing: (link.closest('tr, li')?.textContent ?? '').trim(),
    url: link.href ?? '',
  }));
}

export interface PageLink {
  readonly text: string;
  readonly listing: string;
  readonly url: string;
}
