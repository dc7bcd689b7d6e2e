/** A key under which one act of a person is done once, however often its request is sent. */
export function createIdempotencyKey(): string {
  // Not crypto.randomUUID(), which browsers keep from pages without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
