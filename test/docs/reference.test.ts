import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../apps/console/src/docs/contract/api-document.ts';
import { listOperations, listWebhooks } from '../../apps/console/src/docs/contract/api-operation.ts';
import { describeSchema } from '../../apps/console/src/docs/contract/schema-shape.ts';
import { listGuides, readCatalogue } from '../../apps/console/src/docs/guides/guide-catalogue.ts';
import { pathOfFile } from '../../apps/console/src/docs/guides/page-address.ts';
import { renderPage } from '../../apps/console/src/docs/guides/render-markdown.ts';
import { listContractEntries, listPageEntries } from '../../apps/console/src/docs/search/search-entries.ts';
import { createSearchIndex } from '../../apps/console/src/docs/search/search-index.ts';
import { pruneDocument } from '../../src/api/contract/served-document.ts';
import { operations } from '../../src/api/operations.ts';
import { ERROR_CATALOGUE } from '../../src/domain/error-catalogue.ts';
import { theContract } from '../support/calls/load-contract.ts';
import { listPages } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

const repository = listPages();
const texts = Object.fromEntries(repository.map(({ path, text }) => [path, text]));
const sections = readCatalogue(texts);
const guides = listGuides(sections);
const addresses = new Set(guides.map(({ address }) => address));
// The document of the contract has the form that its own tests hold it to.
const document = pruneDocument(theContract(), new Set(operations.map(({ id }) => id))) as unknown as ApiDocument;

describe('the guides of the documentation', () => {
  it('are all pages of the repository, each at an address of its own that the reference does not need', () => {
    const missing = repository.map(({ path }) => path).filter((path) => !guides.some((page) => page.path === path));
    expect(missing).toEqual([]);
    expect(addresses.size).toBe(guides.length);
    expect([...addresses].filter((address) => /^\/docs(?:$|\/api(?:\/|$))/.test(address))).toEqual([]);
  });

  it.each(guides.map((page) => [page.path, page] as const))('%s leads to pages and headings that exist', (_, page) => {
    const { html } = renderPage(texts[page.path] ?? '', page.path);
    const broken = [...html.matchAll(/href="(\/[^"]*|#[^"]*)"/g)]
      .map(([, target = '']) => (target.startsWith('#') ? `${page.address}${target}` : target))
      .filter((target) => !isThere(target));
    expect(broken).toEqual([]);
  });

  it('are built from every folder that has pages', () => {
    const source = readFileSync(join(ROOT, 'apps/console/src/docs/guides/guide-texts.ts'), 'utf8');
    const patterns = [...source.matchAll(/'\.\.\/\.\.\/\.\.\/\.\.\/\.\.\/([^']+)'/g)].map(([, pattern = '']) =>
      pattern
        .replaceAll('**/*', '@any@')
        .replaceAll('*', '[^/]+')
        .replaceAll('@any@', '.+')
        .replaceAll(/\{([^}]+)\}/g, (_all, names: string) => `(?:${names.replaceAll(',', '|')})`),
    );
    const built = (path: string) => patterns.some((pattern) => new RegExp(`^${pattern}$`).test(path));
    expect(repository.map(({ path }) => path).filter((path) => !built(path))).toEqual([]);
  });

  const anchors = new Map<string, ReadonlySet<string>>();
  /** True for a page of the documentation with the heading that the address names. */
  function isThere(target: string): boolean {
    const [address = '', anchor] = target.split('#');
    if (address === '/docs' || address === '/docs/api') return anchor === undefined;
    const file = pathOfFile(address);
    if (file !== null) return anchor === undefined && existsSync(join(ROOT, file));
    const page = guides.find((each) => each.address === address);
    if (page === undefined) return false;
    if (anchor === undefined) return true;
    const known =
      anchors.get(address) ??
      new Set(renderPage(texts[page.path] ?? '', page.path).headings.map((heading) => heading.anchor));
    anchors.set(address, known);
    return known.has(anchor);
  }
});

describe('the reference', () => {
  it('links every error code of every answer to a page', () => {
    const codes = listOperations(document).flatMap(({ answers }) => answers.flatMap(({ errorCodes }) => errorCodes));
    expect(codes.length).toBeGreaterThan(300);
    expect([...new Set(codes)].filter((code) => !addresses.has(`/docs/errors/${code}`))).toEqual([]);
    // Errors link to `/docs/errors#<code>`, which leads to the page of the code.
    const children = guides.find(({ address }) => address === '/docs/errors')?.children ?? [];
    expect(children.map(({ address }) => address).sort()).toEqual(
      Object.keys(ERROR_CATALOGUE)
        .map((code) => `/docs/errors/${code}`)
        .sort(),
    );
  });

  it('describes every schema, and says of each property what type it is', () => {
    const untold = Object.entries(document.components.schemas).flatMap(([name, node]) =>
      describeSchema(document, node)
        .properties.map((property) => [`${name}.${property.name}`, describeSchema(document, property.node)] as const)
        .filter(([, { label }]) => label === 'any value')
        .map(([place]) => place),
    );
    // Values of the client's own, of which nothing is said.
    expect(untold).toEqual([]);
  });

  it('has an example for every body and every answer in JSON that is a success', () => {
    const bodies = [...listOperations(document), ...listWebhooks(document)].flatMap(({ id, body, answers }) => [
      ...(body?.isRequired && body.content.type === 'application/json' ? [[`${id} body`, body.content] as const] : []),
      ...answers
        .filter(({ status }) => status.startsWith('20'))
        .flatMap(({ status, contents }) => contents.map((content) => [`${id} ${status}`, content] as const)),
    ]);
    const without = bodies.filter(
      ([, content]) => content.type === 'application/json' && content.examples.length === 0,
    );
    expect(without.map(([place]) => place)).toEqual(['getOpenApi 200']);
  });
});

describe('the search', () => {
  const index = createSearchIndex([
    ...listContractEntries(document),
    ...guides.flatMap((page) => listPageEntries(page, texts)),
  ]);

  it.each([
    ['list transactions', '/docs/api/listTransactions'],
    ['cursor_expired', '/docs/errors/cursor_expired'],
    ['idempotency-key', '/docs/guides/repeating-requests'],
    ['CAUSEWAY_MASTER_KEY', '/docs/operations/configuration'],
    ['account.created', '/docs/api/webhooks/account.created'],
    ['TransactionRail', '/docs/api/schemas/TransactionRail'],
  ])('leads from "%s" to %s', (query, address) => {
    const found = index.find(query).map(({ entry }) => entry.address.split('#')[0]);
    expect(found.slice(0, 10)).toContain(address);
  });
});
