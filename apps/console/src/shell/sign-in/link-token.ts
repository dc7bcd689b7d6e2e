/** The token of a link, which stands behind the `#` so that no server's log has it; null without one. */
export function readLinkToken(hash = location.hash): string | null {
  return new URLSearchParams(hash.slice(1)).get('token');
}
