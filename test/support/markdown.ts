import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT } from './root.ts';

/** One Markdown page. Paths are relative to the repository's root. */
export interface Page {
  readonly path: string;
  readonly text: string;
  /** The text with code blocks and code spans blanked out, so that examples are not taken for links or headings. */
  readonly prose: string;
  /** Contents of code blocks and code spans, one for each. */
  readonly code: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

export interface Link {
  readonly from: string;
  readonly target: string;
}

const BLOCK = /^```.*\n([\s\S]*?)^```$/gm;
const SPAN = /`([^`\n]+)`/g;
/** Folders that hold no pages of ours. */
const SKIPPED = new Set(['node_modules', '.git', '.causeway', 'coverage']);

/** Every Markdown page of the repository. */
export function listPages(): Page[] {
  return listMarkdown(ROOT)
    .map((file) => readPage(relative(ROOT, file)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One page by its path from the root. */
export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const blocks = [...text.matchAll(BLOCK)].map(([, content = '']) => content);
  const withoutBlocks = text.replaceAll(BLOCK, '');
  const spans = [...withoutBlocks.matchAll(SPAN)].map(([, content = '']) => content);
  return {
    path,
    text,
    prose: withoutBlocks.replaceAll(SPAN, '``'),
    code: [...blocks, ...spans],
    anchors: new Set([...withoutBlocks.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))),
  };
}

/** Relative links of a page; what leads out of the repository is left out. */
export function listLinks(page: Page): Link[] {
  return [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ from: page.path, target }))
    .filter(({ target }) => !/^[a-z]+:/i.test(target));
}

/** Path, from the root, and anchor that a link leads to. */
export function resolveLink({ from, target }: Link): { readonly path: string; readonly anchor: string | null } {
  const [path = '', anchor = null] = target.split('#');
  return { path: path === '' ? from : relative(ROOT, resolve(ROOT, dirname(from), path)), anchor };
}

/** The part of a page under the heading of that text, down to the next heading of the same or a higher level. */
export function sectionOf(page: Page, heading: string): string {
  const lines = page.text.split('\n');
  const isHeading = (line: string) => /^#{1,6} /.test(line);
  const start = lines.findIndex((line) => isHeading(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) throw new Error(`${page.path} has no heading "${heading}"`);
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  let inBlock = false;
  const end = lines.findIndex((line, index) => {
    if (line.startsWith('```')) inBlock = !inBlock;
    return index > start && !inBlock && isHeading(line) && (/^#+/.exec(line)?.[0].length ?? 0) <= level;
  });
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** Cells of every table row in a text, without headings and rules; code marks are kept. */
export function tableRows(text: string): string[][] {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(1, line.lastIndexOf('|')).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
  return rows.filter((cells, index) => !isRule(cells) && !isRule(rows[index + 1] ?? []));
}

function isRule(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell));
}

/** The name inside a cell's code mark; null for a cell that is no single code span. */
export function codeOf(cell: string): string | null {
  return /^`([^`]+)`$/.exec(cell)?.[1] ?? null;
}

/** As the usual renderers make anchors: lower case, punctuation dropped, blanks to hyphens. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function listMarkdown(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listMarkdown(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
