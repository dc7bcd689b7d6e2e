/** An edge between place `left` of one side and place `right` of the other. */
export interface Edge {
  readonly left: number;
  readonly right: number;
}

/** A pair of places with the number of their members that belong together. */
export interface SurePair extends Edge {
  readonly count: number;
}

export interface Assignment {
  readonly pairs: readonly SurePair[];
  /** Edges that some largest assignment has and another has not: what is known does not decide about them. */
  readonly contested: readonly Edge[];
}

/** Larger knots of look-alikes are not worth the time: they are contested as a whole. */
const MAX_EDGES_OF_KNOT = 400;

/**
 * Assigns as many members of the left side to members of the right side as the edges allow, over the whole graph at once,
 * and keeps only what every such assignment has in common. A place stands for `leftSizes[place]` members that nothing
 * tells apart. A free choice between two assignments would be a guess.
 */
export function assignSurely(
  leftSizes: readonly number[],
  rightSizes: readonly number[],
  edges: readonly Edge[],
): Assignment {
  const pairs: SurePair[] = [];
  const contested: Edge[] = [];
  for (const knot of splitIntoKnots(leftSizes.length, edges)) {
    if (knot.length > MAX_EDGES_OF_KNOT) {
      contested.push(...knot);
      continue;
    }
    const flow = new KnotFlow(leftSizes, rightSizes, knot);
    for (const edge of knot) {
      const count = flow.countOf(edge);
      if (count === 0 && !flow.mayGrow(edge)) continue;
      if (count > 0 && !flow.mayShrink(edge)) pairs.push({ ...edge, count });
      else contested.push(edge);
    }
  }
  return { pairs, contested };
}

/** Edges by connected component. */
function splitIntoKnots(leftCount: number, edges: readonly Edge[]): Edge[][] {
  const parents = new Map<number, number>();
  const rootOf = (place: number): number => {
    let root = place;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    for (let at = place; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { left, right } of edges) {
    const [a, b] = [rootOf(left), rootOf(leftCount + right)];
    if (a !== b) parents.set(a, b);
  }
  const knots = new Map<number, Edge[]>();
  for (const edge of edges) {
    const root = rootOf(edge.left);
    const knot = knots.get(root);
    if (knot === undefined) knots.set(root, [edge]);
    else knot.push(edge);
  }
  return [...knots.values()];
}

const SOURCE = 'source';
const SINK = 'sink';

/** A largest flow through one knot, and what of it could be otherwise. */
class KnotFlow {
  readonly #flows = new Map<string, number>();
  readonly #leftRoom = new Map<number, number>();
  readonly #rightRoom = new Map<number, number>();
  readonly #rightsOf = new Map<number, number[]>();
  readonly #leftsOf = new Map<number, number[]>();
  readonly #leftSizes: readonly number[];
  readonly #rightSizes: readonly number[];

  constructor(leftSizes: readonly number[], rightSizes: readonly number[], edges: readonly Edge[]) {
    this.#leftSizes = leftSizes;
    this.#rightSizes = rightSizes;
    for (const { left, right } of edges) {
      this.#leftRoom.set(left, leftSizes[left] ?? 0);
      this.#rightRoom.set(right, rightSizes[right] ?? 0);
      this.#rightsOf.set(left, [...(this.#rightsOf.get(left) ?? []), right]);
      this.#leftsOf.set(right, [...(this.#leftsOf.get(right) ?? []), left]);
    }
    for (let path = this.#findPath(SOURCE, SINK, null); path !== null; path = this.#findPath(SOURCE, SINK, null))
      this.#push(path);
  }

  countOf({ left, right }: Edge): number {
    return this.#flows.get(`${left} ${right}`) ?? 0;
  }

  /** Whether another largest assignment has fewer pairs on this edge. */
  mayShrink(edge: Edge): boolean {
    return this.#findPath(`l${edge.left}`, `r${edge.right}`, edge) !== null;
  }

  /** Whether another largest assignment has more pairs on this edge. */
  mayGrow(edge: Edge): boolean {
    return this.#findPath(`r${edge.right}`, `l${edge.left}`, edge) !== null;
  }

  /** A way on which flow can move, never over `avoided`; null when there is none. */
  #findPath(from: string, to: string, avoided: Edge | null): string[] | null {
    const cameFrom = new Map<string, string>([[from, from]]);
    const queue = [from];
    for (const node of queue) {
      for (const next of this.#neighboursOf(node, avoided)) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, node);
        if (next === to) return trace(cameFrom, to);
        queue.push(next);
      }
    }
    return null;
  }

  #neighboursOf(node: string, avoided: Edge | null): string[] {
    if (node === SOURCE) return [...this.#leftRoom].filter(([, room]) => room > 0).map(([left]) => `l${left}`);
    if (node === SINK)
      return [...this.#rightRoom]
        .filter(([right, room]) => room < (this.#rightSizes[right] ?? 0))
        .map(([right]) => `r${right}`);
    const place = Number(node.slice(1));
    const isAvoided = (left: number, right: number) => left === avoided?.left && right === avoided.right;
    if (node.startsWith('l')) {
      const rights = (this.#rightsOf.get(place) ?? []).filter((right) => !isAvoided(place, right));
      const back = (this.#leftRoom.get(place) ?? 0) < (this.#leftSizes[place] ?? 0) ? [SOURCE] : [];
      return [...rights.map((right) => `r${right}`), ...back];
    }
    const lefts = (this.#leftsOf.get(place) ?? []).filter(
      (left) => !isAvoided(left, place) && this.countOf({ left, right: place }) > 0,
    );
    const on = (this.#rightRoom.get(place) ?? 0) > 0 ? [SINK] : [];
    return [...on, ...lefts.map((left) => `l${left}`)];
  }

  /** Moves as much as the way from source to sink carries. */
  #push(path: readonly string[]): void {
    const steps = path.slice(1).map((to, index) => ({ from: path[index] ?? SOURCE, to }));
    const amount = Math.min(...steps.map(({ from, to }) => this.#roomOf(from, to)));
    for (const { from, to } of steps) {
      if (from === SOURCE) add(this.#leftRoom, Number(to.slice(1)), -amount);
      else if (to === SINK) add(this.#rightRoom, Number(from.slice(1)), -amount);
      else if (from.startsWith('l')) add(this.#flows, `${from.slice(1)} ${to.slice(1)}`, amount);
      else add(this.#flows, `${to.slice(1)} ${from.slice(1)}`, -amount);
    }
  }

  #roomOf(from: string, to: string): number {
    if (from === SOURCE) return this.#leftRoom.get(Number(to.slice(1))) ?? 0;
    if (to === SINK) return this.#rightRoom.get(Number(from.slice(1))) ?? 0;
    if (from.startsWith('l')) return Number.POSITIVE_INFINITY;
    return this.#flows.get(`${to.slice(1)} ${from.slice(1)}`) ?? 0;
  }
}

function trace(cameFrom: ReadonlyMap<string, string>, to: string): string[] {
  const path = [to];
  for (
    let node = to, before = cameFrom.get(node);
    before !== undefined && before !== node;
    before = cameFrom.get(node)
  ) {
    path.unshift(before);
    node = before;
  }
  return path;
}

function add<Key>(counts: Map<Key, number>, key: Key, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}
