/** The token of a link, which stands behind the `#` so that no server's log has it; null without one. */
export function readLinkToken(hash = location.hash): string | null {
  return new URLSearchParams(hash.slice(1)).get('token');
}

/** Goes to the console as somebody who has just signed in, or still has to. */
export function enterConsole(): void {
  location.assign('/console');
}
