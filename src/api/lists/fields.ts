import { accepted, type RefusalDetail, type Result, refused } from '../../domain/refusal.ts';
import { refuseInvalid } from '../contract/problems.ts';
import { SPARSE_FIELDS } from '../contract/types.generated.ts';

export type SparseResource = keyof typeof SPARSE_FIELDS;

/** The names that `fields` selects, identifiers included, in the contract's order. */
export type FieldSelection = readonly string[];

/** Reads `fields=a,b`: null when it was not sent; a refusal that names every unknown or empty name. */
export function parseFields(resource: SparseResource, text: string | undefined): Result<FieldSelection | null> {
  if (text === undefined) return accepted(null);
  const known: readonly string[] = SPARSE_FIELDS[resource].known;
  const names = new Set(text.split(','));
  const details = [...names].filter((name) => !known.includes(name)).map((name) => unknownName(name, known));
  if (details.length > 0) return refused(refuseInvalid(details));
  for (const name of SPARSE_FIELDS[resource].always) names.add(name);
  return accepted(known.filter((name) => names.has(name)));
}

/** The selected keys of a presented resource; the whole of it without a selection. */
export function pickFields<T extends object>(
  resource: T,
  selection: FieldSelection | null,
): T | Pick<T, SparseKeys<T>> {
  if (selection === null) return resource;
  const picked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) if (selection.includes(name)) picked[name] = value;
  // Identifiers are in every selection, so the keys that a sparse view always has are there.
  return picked as Pick<T, SparseKeys<T>>;
}

/** Keys that stay whatever is selected. */
type SparseKeys<T> = Extract<keyof T, 'id' | 'connectionId' | 'accountId'>;

function unknownName(name: string, known: readonly string[]): RefusalDetail {
  const message =
    name === ''
      ? 'must not contain an empty name'
      : `does not know the field ${JSON.stringify(name.slice(0, 64))}; known are ${known.join(', ')}`;
  return { location: 'query', field: 'fields', message };
}
