import { listGuides } from '../guides/guide-catalogue.ts';
import { guides, reference } from '../state/contents.ts';
import { createOnce } from '../state/once.ts';
import { listContractEntries, listPageEntries } from './search-entries.ts';
import { createSearchIndex, type SearchEntry, type SearchIndex } from './search-index.ts';

/** Pages whose parts are read in one go; between two goes the page can answer its reader. */
const PAGES_AT_ONCE = 3;

/** The index over the contract and every guide, made when something is looked for the first time. */
export const searchIndex = createOnce<SearchIndex>(async () => {
  const [{ document }, { sections, texts }] = await Promise.all([reference.load(), guides.load()]);
  const entries: SearchEntry[] = [...listContractEntries(document)];
  const pages = listGuides(sections);
  for (let at = 0; at < pages.length; at += PAGES_AT_ONCE) {
    for (const page of pages.slice(at, at + PAGES_AT_ONCE)) entries.push(...listPageEntries(page, texts));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return createSearchIndex(entries);
});
