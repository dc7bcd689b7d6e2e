import type { NormalisedRow } from '../observation.ts';
import { CONTENT_FIELDS, type ContentField, changedFields, type TransactionContent } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import { stripVolatile } from './match-key.ts';

const TEXTS: readonly ContentField[] = ['description', 'rawDescription'];

/** What a client can see of a row, as one text, without what the bank prints anew at every showing. */
export function lookOf(content: TransactionContent): string {
  const { description, rawDescription } = content;
  const text = stripVolatile(description);
  const raw =
    rawDescription === null || rawDescription === description ? rawDescription && text : stripVolatile(rawDescription);
  return CONTENT_FIELDS.map((field) => {
    if (field === 'description') return text;
    return (field === 'rawDescription' ? raw : content[field]) ?? '\u0000';
  }).join('\u001f');
}

/**
 * Fields that a showing changes; none where only volatile parts of the text differ. A clock time or a running number in
 * a text is no news of the transaction, and a mirror that followed them would change at every read.
 */
export function visibleChanges(before: TransactionContent, after: TransactionContent): ContentField[] {
  const changed = changedFields(before, after);
  return changed.every((field) => TEXTS.includes(field) && isVolatile(before[field], after[field])) ? [] : changed;
}

/** Day from which the money counts. Banks estimate it while a row is pending, so then it identifies nothing. */
export function valueDateOf(row: MirrorRow | NormalisedRow): string | null {
  return row.content.status === 'posted' ? (row.valueDate ?? null) : null;
}

function isVolatile(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && stripVolatile(before) === stripVolatile(after);
}
