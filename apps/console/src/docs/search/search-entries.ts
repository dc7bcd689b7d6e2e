import type { ApiDocument } from '../contract/api-document.ts';
import { type ApiOperation, listOperations, listWebhooks } from '../contract/api-operation.ts';
import type { GuidePage, GuideTexts } from '../guides/guide-catalogue.ts';
import { renderPage } from '../guides/render-markdown.ts';
import type { SearchEntry } from './search-index.ts';

/** Everything of the contract that can be found: operations, webhooks and schemas. */
export function listContractEntries(document: ApiDocument): SearchEntry[] {
  return [
    ...listOperations(document).map((operation) => operationEntry(operation, 'operation')),
    ...listWebhooks(document).map((webhook) => operationEntry(webhook, 'webhook')),
    ...Object.entries(document.components.schemas).map(
      ([name, schema]): SearchEntry => ({
        kind: 'schema',
        title: name,
        place: 'Schema',
        address: `/docs/api/schemas/${name}`,
        text: [
          schema.description ?? '',
          ...Object.entries(schema.properties ?? {}).map(
            ([property, node]) => `${property}: ${node.description ?? ''}`,
          ),
        ].join(' '),
      }),
    ),
  ];
}

function operationEntry(operation: ApiOperation, kind: 'operation' | 'webhook'): SearchEntry {
  const { id, summary, method, path, description, scope, parameters, answers } = operation;
  const codes = answers.flatMap(({ errorCodes }) => errorCodes);
  return {
    kind,
    title: summary,
    place: kind === 'webhook' ? path : `${method} ${path}`,
    address: kind === 'webhook' ? `/docs/api/webhooks/${path}` : `/docs/api/${id}`,
    text: [
      description,
      id,
      scope ?? '',
      // Headers are those of many operations; the guides tell of them.
      ...parameters
        .filter(({ location }) => location !== 'header' || kind === 'webhook')
        .map((parameter) => `${parameter.name}: ${parameter.description}`),
      ...new Set(codes),
    ].join(' '),
  };
}

/** Every part of one guide, each with the address of its heading. */
export function listPageEntries(page: GuidePage, texts: GuideTexts): SearchEntry[] {
  return renderPage(texts[page.path] ?? '', page.path).parts.map(({ heading, text }) => {
    const isTop = heading === null || heading.level === 1;
    return {
      kind: 'guide',
      title: isTop ? page.title : heading.text,
      place: isTop ? 'Guide' : page.title,
      address: isTop ? page.address : `${page.address}#${heading.anchor}`,
      text: text.replaceAll(/\s+/g, ' '),
    };
  });
}
