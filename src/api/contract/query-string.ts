import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';

/** One `name=value` of a query string, percent-decoded. `name` alone has the empty value. */
export interface QueryPair {
  readonly name: string;
  readonly value: string;
}

/** The pairs of a query string (without its `?`) in their order, or the refusal of one that is not percent-encoded UTF-8. */
export function parseQueryString(text: string): Result<readonly QueryPair[]> {
  const pairs: QueryPair[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = decode(equals < 0 ? '' : part.slice(equals + 1));
    if (name === null || value === null) {
      return refused(
        refuse(
          'malformed_request',
          'The query string is not percent-encoded UTF-8; encode every value with encodeURIComponent.',
        ),
      );
    }
    pairs.push({ name, value });
  }
  return accepted(pairs);
}

/** Forms write a space as `+`, and so do many clients. */
function decode(text: string): string | null {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
