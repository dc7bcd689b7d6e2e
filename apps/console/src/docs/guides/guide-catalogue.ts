import { addressOfPage, resolvePath } from './page-address.ts';

/** Markdown texts by their path from the repository's root. */
export type GuideTexts = Readonly<Record<string, string>>;

export interface GuidePage {
  readonly path: string;
  readonly address: string;
  readonly title: string;
  /** One sentence on what the page is for; empty where the overview has none. */
  readonly purpose: string;
  /** Pages of the same folder that this page is the overview of. */
  readonly children: readonly GuidePage[];
}

export interface GuideSection {
  readonly title: string;
  readonly pages: readonly GuidePage[];
}

const OVERVIEW = 'docs/README.md';

/** The pages in the order of the overview, which `docs/README.md` is: a heading for each section, a link for each page. */
export function readCatalogue(texts: GuideTexts): GuideSection[] {
  const sections: { title: string; pages: GuidePage[] }[] = [];
  const seen = new Set([OVERVIEW]);
  const overview = texts[OVERVIEW] ?? '';
  for (const line of overview.split('\n')) {
    const heading = /^## (.+)$/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ title: heading, pages: [] });
    for (const { title, raw, path, rest } of listPageLinks(OVERVIEW, line)) {
      if (seen.has(path) || texts[path] === undefined) continue;
      seen.add(path);
      const children = childrenOf(texts, path).filter((child) => !seen.has(child.path));
      for (const child of children) seen.add(child.path);
      const purpose = /^: ([^;]+)/.exec(rest)?.[1] ?? '';
      // What stands before the first heading is what everybody begins with.
      const section = sections.at(-1) ?? { title: 'Start', pages: [] };
      if (sections.length === 0) sections.push(section);
      // Links within a sentence are written for the sentence; their pages go by their own names.
      const name = line.startsWith(`- [${raw}]`) ? title : titleOf(texts[path] ?? '');
      section.pages.push({ path, address: addressOfPage(path), title: name, purpose: plain(purpose), children });
    }
  }
  sections[0]?.pages.push({
    path: OVERVIEW,
    address: addressOfPage(OVERVIEW),
    title: 'All pages',
    purpose: '',
    children: [],
  });
  return sections;
}

/** All pages of all sections in reading order, children after their overview. */
export function listGuides(sections: readonly GuideSection[]): GuidePage[] {
  return sections.flatMap(({ pages }) => pages.flatMap((page) => [page, ...page.children]));
}

/** What a README lists of its own folder. */
function childrenOf(texts: GuideTexts, path: string): GuidePage[] {
  if (!path.startsWith('docs/') || !path.endsWith('/README.md')) return [];
  const folder = path.slice(0, -'README.md'.length);
  const links = (texts[path] ?? '').split('\n').flatMap((line) => listPageLinks(path, line));
  const paths = new Set(links.map((link) => link.path).filter((each) => each.startsWith(folder) && each !== path));
  return [...paths].flatMap((each) => {
    const text = texts[each];
    if (text === undefined) return [];
    return [{ path: each, address: addressOfPage(each), title: titleOf(text), purpose: '', children: [] }];
  });
}

/** The first heading of a page, without marks. */
export function titleOf(text: string): string {
  return plain(/^# (.+)$/m.exec(text)?.[1] ?? '');
}

interface PageLink {
  readonly title: string;
  /** The title with its marks, as it stands in the line. */
  readonly raw: string;
  readonly path: string;
  /** What follows the link in its line. */
  readonly rest: string;
}

/** Links of a line to whole pages: one to a heading says where something is, not that there is a page. */
function listPageLinks(from: string, line: string): PageLink[] {
  return [...line.matchAll(/\[((?:[^\]`]|`[^`]*`)+)\]\(([^)\s#]+\.md)\)(.*)/g)].flatMap(
    ([, title = '', target = '', rest = '']) => [
      { title: plain(title), raw: title, path: resolvePath(from, target), rest },
      ...listPageLinks(from, rest),
    ],
  );
}

/** Text without the marks of code and links. */
function plain(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
}
