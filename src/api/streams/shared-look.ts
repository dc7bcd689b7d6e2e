/**
 * A look that all who ask share while it is under way and for `shareMs` after it, whatever it found: anybody may ask, as often as
 * they like, and it costs the same.
 */
export function shareLook<Found>(
  look: () => Promise<Found>,
  { monotonicMs, shareMs }: { readonly monotonicMs: () => number; readonly shareMs: number },
): () => Promise<Found> {
  let latest: Promise<Found> | undefined;
  let endedMs: number | undefined;
  return () => {
    if (latest !== undefined && (endedMs === undefined || monotonicMs() - endedMs < shareMs)) return latest;
    endedMs = undefined;
    const noteEnd = () => {
      endedMs = monotonicMs();
    };
    latest = look();
    latest.then(noteEnd, noteEnd);
    return latest;
  };
}
