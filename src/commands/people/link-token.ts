import type { PeopleParts } from './people-parts.ts';

type LinkParts = Pick<PeopleParts, 'randomBytes' | 'hashWithKey'>;

const TOKEN_BYTES = 24;

/** A new token for a link that works once, 192 bits, with what is kept of it. */
export function makeLinkToken(parts: LinkParts): { token: string; tokenHash: Uint8Array } {
  const token = Buffer.from(parts.randomBytes(TOKEN_BYTES)).toString('base64url');
  return { token, tokenHash: hashLinkToken(parts, token) };
}

/** What is kept of a token. The hash is keyed: whoever reads the database can neither use a link nor try tokens. */
export function hashLinkToken(parts: Pick<PeopleParts, 'hashWithKey'>, token: string): Uint8Array {
  return parts.hashWithKey(`link ${token}`);
}
