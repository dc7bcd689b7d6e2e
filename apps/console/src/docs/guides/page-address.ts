/** Pages whose address does not follow from their path. */
const FIXED: Readonly<Record<string, string>> = {
  // `/docs` is a page of its own, with less on it.
  'docs/README.md': '/docs/contents',
  'README.md': '/docs/readme',
  'ARCHITECTURE.md': '/docs/architecture',
  'CONTRIBUTING.md': '/docs/contributing',
  'SECURITY.md': '/docs/security',
  'CHANGELOG.md': '/docs/changelog',
};

/** Below this address stand files of the repository, by their path. */
const FILES = '/docs/files/';
/** The folder of files that are shown: what a reader copies and changes. */
const SHOWN_FOLDER = 'examples/';

/** The path of the file that an address shows; null for an address of something else. */
export function pathOfFile(address: string): string | null {
  return address.startsWith(FILES) ? address.slice(FILES.length) : null;
}

/** The address of a page of the repository: `docs/guides/webhooks.md` is at `/docs/guides/webhooks`, a README at its folder's. */
export function addressOfPage(path: string): string {
  const fixed = FIXED[path];
  if (fixed !== undefined) return fixed;
  const inDocs = path.startsWith('docs/') ? path : `docs/${path}`;
  return `/${inDocs.replace(/(?:\/README)?\.md$/, '')}`;
}

/**
 * Where a link of a page leads on these pages: another page, an example, the contract's document, or the web. Null for files of the repository that
 * are not shown here. `path` is that of the page from the repository's root.
 */
export function addressOfLink(path: string, target: string): string | null {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return target;
  if (target.startsWith('#')) return target;
  const [file = '', anchor] = target.split('#');
  const resolved = resolvePath(path, file);
  if (resolved === 'openapi/causeway.yaml') return '/docs/api';
  if (resolved.startsWith(SHOWN_FOLDER)) return `${FILES}${resolved}`;
  if (!resolved.endsWith('.md')) return null;
  return `${addressOfPage(resolved)}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** A relative path, seen from the folder of a page. */
export function resolvePath(from: string, relative: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
