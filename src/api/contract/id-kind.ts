import { isUuid } from '../../domain/values/id.ts';
import type { ContractParameter } from './contract.ts';

/** What an id parameter looks like. The contract says it in prose: UUIDs, except event ids and institution slugs. */
export type IdKind = 'uuid' | 'event' | 'slug';

const ID_KINDS: Readonly<Record<string, IdKind>> = {
  entityId: 'uuid',
  institutionId: 'slug',
  connectionId: 'uuid',
  syncRunId: 'uuid',
  syncRunStepId: 'uuid',
  accountId: 'uuid',
  transactionId: 'uuid',
  suggestionId: 'uuid',
  quarantinedFileId: 'uuid',
  fileSourceId: 'uuid',
  connectSessionId: 'uuid',
  transferId: 'uuid',
  statementId: 'uuid',
  webhookId: 'uuid',
  deliveryId: 'uuid',
  eventId: 'event',
  personId: 'uuid',
  sessionId: 'uuid',
  invitationId: 'uuid',
  apiKeyId: 'uuid',
};

/** No row ever has these ids (a generator of version 7 cannot make them): a filter by one matches nothing. */
const NOWHERE: Readonly<Record<IdKind, string>> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  event: 'evt_00000000000000000000000000',
  slug: '-',
};

const EVENT_ID = /^evt_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/;

/** Kind of a parameter that is a plain-string id; null for any other, and for ids whose form the contract's schema checks. */
export function idKindOf(parameter: ContractParameter): IdKind | null {
  return parameter.schema.format === undefined ? (ID_KINDS[parameter.name] ?? null) : null;
}

/** The id in its one spelling, or null when no resource can have it. */
export function parseId(kind: IdKind, text: string): string | null {
  switch (kind) {
    case 'uuid':
      return isUuid(text) ? text.toLowerCase() : null;
    case 'event':
      return EVENT_ID.test(text) ? text : null;
    case 'slug':
      return SLUG.test(text) ? text : null;
  }
}

/** For filters, where an id that cannot exist is no error: the id itself, or one that matches nothing. */
export function filterId(kind: IdKind, text: string): string {
  return parseId(kind, text) ?? NOWHERE[kind];
}
