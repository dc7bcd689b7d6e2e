/** One page of a keyset read. `limit` is what the caller wants to get at most, one more than it shows to see an end. */
export interface Page<Key> {
  readonly limit: number;
  /** Sort key of the last row of the page before; null on the first. */
  readonly after: Key | null;
}
