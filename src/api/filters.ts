import { isUuid } from '../domain/id.ts';

/** The nil UUID: well formed, and never the id of anything. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** An id filter as the store takes it. Text that is no id of ours matches nothing, as any other id that does not exist. */
export function idFilter(text: string | undefined): string | null {
  if (text === undefined) return null;
  return isUuid(text) ? text.toLowerCase() : NO_ID;
}
