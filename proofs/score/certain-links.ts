/** Things that agree in everything shown, and how many of them there are. */
export interface LinkClass {
  readonly key: string;
  readonly count: number;
}

/** Pairs of classes whose members could be one transaction, and how many truly are. */
export interface PossibleLink {
  readonly from: string;
  readonly to: string;
  readonly trueCount: number;
}

/**
 * Which links the evidence leaves no doubt about: every assignment that links as many as possible has at least the true
 * number of them. Classes are small; each answer is one maximum flow over the classes that hang together.
 */
export function listCertainLinks(
  from: readonly LinkClass[],
  to: readonly LinkClass[],
  links: readonly PossibleLink[],
): PossibleLink[] {
  const certain: PossibleLink[] = [];
  for (const part of listConnectedParts(links)) {
    const capacities = { from: countsOf(from), to: countsOf(to) };
    const most = findMaximumFlow(capacities, part, null);
    for (const link of part) {
      if (link.trueCount === 0) continue;
      const without = findMaximumFlow(capacities, part, { ...link, trueCount: link.trueCount - 1 });
      if (without < most) certain.push(link);
    }
  }
  return certain;
}

interface Capacities {
  readonly from: ReadonlyMap<string, number>;
  readonly to: ReadonlyMap<string, number>;
}

/** The most that can be linked at once, where `limited` may be used no more often than its `trueCount`. */
function findMaximumFlow(capacities: Capacities, links: readonly PossibleLink[], limited: PossibleLink | null): number {
  const flow = new Map<PossibleLink, number>();
  const used = { from: new Map<string, number>(), to: new Map<string, number>() };
  const isOpen = (link: PossibleLink) =>
    limited === null ||
    link.from !== limited.from ||
    link.to !== limited.to ||
    (flow.get(link) ?? 0) < limited.trueCount;
  const visited = new Set<string>();
  /** Finds room for one more member of a class, moving others aside where they have another place. */
  const augment = (key: string): boolean => {
    for (const link of links) {
      if (link.from !== key || visited.has(link.to) || !isOpen(link)) continue;
      visited.add(link.to);
      const hasRoom = (used.to.get(link.to) ?? 0) < (capacities.to.get(link.to) ?? 0);
      if (!hasRoom && !moveAside(link.to, key)) continue;
      if (hasRoom) used.to.set(link.to, (used.to.get(link.to) ?? 0) + 1);
      flow.set(link, (flow.get(link) ?? 0) + 1);
      return true;
    }
    return false;
  };
  const moveAside = (to: string, key: string): boolean => {
    for (const other of links) {
      if (other.to !== to || other.from === key || (flow.get(other) ?? 0) === 0 || !augment(other.from)) continue;
      flow.set(other, (flow.get(other) ?? 0) - 1);
      return true;
    }
    return false;
  };
  let total = 0;
  for (const key of new Set(links.map(({ from }) => from))) {
    for (let left = capacities.from.get(key) ?? 0; left > 0; left -= 1) {
      visited.clear();
      if (augment(key)) total += 1;
    }
  }
  return total;
}

function listConnectedParts(links: readonly PossibleLink[]): PossibleLink[][] {
  const linksOf = Map.groupBy(
    links.flatMap((link) => [
      { end: `from ${link.from}`, link },
      { end: `to ${link.to}`, link },
    ]),
    ({ end }) => end,
  );
  const seen = new Set<PossibleLink>();
  return links.flatMap((first) => {
    if (seen.has(first)) return [];
    const part = [first];
    seen.add(first);
    // The list grows while it is walked.
    for (const { from, to } of part) {
      for (const end of [`from ${from}`, `to ${to}`]) {
        for (const { link } of linksOf.get(end) ?? []) {
          if (seen.has(link)) continue;
          seen.add(link);
          part.push(link);
        }
      }
    }
    return [part];
  });
}

function countsOf(classes: readonly LinkClass[]): ReadonlyMap<string, number> {
  return new Map(classes.map(({ key, count }) => [key, count]));
}
