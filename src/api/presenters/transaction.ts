import type { FieldSelection } from '../lists/fields.ts';

/** A rendered transaction as it is sent: untouched, or only the selected keys of it. */
export function presentTransactionBody(body: string, selection: FieldSelection | null): string {
  if (selection === null) return body;
  // A list of names as replacer keeps exactly those keys, in the order of the list, which is the contract's.
  return JSON.stringify(JSON.parse(body), [...selection]);
}
