import type { RefusalDetail } from '../../domain/refusal.ts';

/** Deeper nesting than this has no use here and would exhaust the stack of whoever serialises it. */
const MAX_DEPTH = 32;
/** More values than any documented body can hold. */
const MAX_VALUES = 20_000;

/** True for text that PostgreSQL cannot keep: NUL characters and halves of surrogate pairs. */
export function isUnstorable(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed();
}

/**
 * What makes a parsed JSON body unfit to be looked at any further, at whatever depth it hides: text that cannot be stored
 * (in values and in keys), nesting without end, a flood of values. Null when there is nothing of the kind.
 */
export function findUnfitValue(body: unknown): RefusalDetail | null {
  const open: { value: unknown; path: readonly string[] }[] = [{ value: body, path: [] }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    seen += 1;
    if (seen > MAX_VALUES) return problem([], `must hold at most ${MAX_VALUES} values`);
    if (path.length > MAX_DEPTH) return problem(path.slice(0, 1), `must not be nested deeper than ${MAX_DEPTH} levels`);
    if (typeof value === 'string' && isUnstorable(value)) {
      return problem(path, 'must not contain NUL characters or unpaired surrogates');
    }
    // A number such as 1e400 is read as endless, and would be written as null.
    if (typeof value === 'number' && !Number.isFinite(value)) return problem(path, 'must not be that large');
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (isUnstorable(key)) return problem(path, 'must not have keys with NUL characters or unpaired surrogates');
      open.push({ value: inner, path: [...path, key] });
    }
  }
  return null;
}

function problem(path: readonly string[], message: string): RefusalDetail {
  return { location: 'body', field: path.join('.'), message };
}
