/** An open suggestion about two accounts. */
export interface OpenPair {
  readonly id: string;
  readonly olderId: string;
  readonly newerId: string;
}

/** What becomes of open suggestions when two accounts became one. */
export interface SettledPairs {
  /** Those of which nothing is left to decide. */
  readonly superseded: readonly string[];
  /** Those that go on, about the account that stays in place of the one that went. */
  readonly moved: readonly OpenPair[];
}

/**
 * Settles what is open about the two accounts of an accepted suggestion. What was asked of both, or of the one that went
 * under its next name, is asked of the one that stays: an account that changed its number twice has three names, and none
 * of them may be left to count twice. A third account that was but another candidate for either is another account.
 */
export function settleAccountPairs(
  open: readonly OpenPair[],
  { olderId, newerId }: Pick<OpenPair, 'olderId' | 'newerId'>,
): SettledPairs {
  const superseded: string[] = [];
  const moved: OpenPair[] = [];
  const kept = pairsByThird(open, olderId, newerId);
  const gone = pairsByThird(open, newerId, olderId);
  for (const [third, pair] of gone) {
    const known = kept.get(third);
    const isLaterName = pair.olderId === newerId;
    if (known === undefined && isLaterName) moved.push({ ...pair, olderId });
    else if (known?.olderId === olderId && !isLaterName) {
      // The bank lists the account that stays and not the third one, which is therefore the older of the two.
      moved.push({ ...pair, newerId: olderId });
      superseded.push(known.id);
    } else superseded.push(pair.id);
  }
  for (const [third, pair] of kept) if (!gone.has(third) && pair.olderId === olderId) superseded.push(pair.id);
  return { superseded, moved };
}

/** Pairs of one account with any but the other one, by the account that they are about beside it. */
function pairsByThird(open: readonly OpenPair[], accountId: string, otherId: string): Map<string, OpenPair> {
  const pairs = new Map<string, OpenPair>();
  for (const pair of open) {
    if (pair.olderId !== accountId && pair.newerId !== accountId) continue;
    const third = pair.olderId === accountId ? pair.newerId : pair.olderId;
    if (third !== otherId) pairs.set(third, pair);
  }
  return pairs;
}
