import { CallError } from '../../api/call-error.ts';
import type { ApiDocument } from '../contract/api-document.ts';
import { type ApiOperation, listOperations, listWebhooks } from '../contract/api-operation.ts';
import {
  type GuidePage,
  type GuideSection,
  type GuideTexts,
  listGuides,
  readCatalogue,
} from '../guides/guide-catalogue.ts';
import { createOnce } from './once.ts';

/** The contract as this server serves it. */
export interface Reference {
  readonly document: ApiDocument;
  readonly operations: readonly ApiOperation[];
  readonly webhooks: readonly ApiOperation[];
}

export interface Guides {
  readonly texts: GuideTexts;
  readonly sections: readonly GuideSection[];
  readonly pages: readonly GuidePage[];
}

export const reference = createOnce<Reference>(async () => {
  const response = await fetch('/v1/openapi.json', { credentials: 'omit' });
  if (!response.ok)
    throw new CallError('unreadable_answer', `The server answered ${response.status} for its document.`, {
      status: response.status,
    });
  const document: ApiDocument = await response.json(); // The server's own document, held against OpenAPI by its tests.
  return { document, operations: listOperations(document), webhooks: listWebhooks(document) };
});

export const guides = createOnce<Guides>(async () => {
  const { guideTexts } = await import('../guides/guide-texts.ts');
  const sections = readCatalogue(guideTexts);
  return { texts: guideTexts, sections, pages: listGuides(sections) };
});
