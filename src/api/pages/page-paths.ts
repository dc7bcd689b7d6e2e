/** Documents by the first part of their paths: everything below is told apart by the page itself. */
export const DOCUMENTS = { console: 'console.html', connect: 'connect.html', docs: 'docs.html' } as const;
export type DocumentName = keyof typeof DOCUMENTS;

/** The script that other sites load. Its name never changes. */
export const EMBED_SCRIPT = '/connect.js';
export const ASSETS = '/assets/';

/** Where the operations of the pages are; an unknown path there is an unknown operation. */
const OPERATIONS = ['/console/api/', '/connect/api/'];

/** Paths that the server answers with pages and their files, as routes. */
export const PAGE_ROUTES: readonly string[] = [
  '/',
  ...Object.keys(DOCUMENTS).flatMap((name) => [`/${name}`, `/${name}/*`]),
  EMBED_SCRIPT,
  `${ASSETS}*`,
];

/** False for paths of operations, which begin like those of pages. */
export function isPagePath(path: string): boolean {
  return !OPERATIONS.some((prefix) => path.startsWith(prefix) || `${path}/` === prefix);
}

/** The document that a path shows; null for one that is no page's. */
export function documentOf(path: string): DocumentName | null {
  const [, name = ''] = path.split('/');
  return Object.hasOwn(DOCUMENTS, name) ? (name as DocumentName) : null; // Its own keys are the names.
}
