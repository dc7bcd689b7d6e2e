/** An edge between place `left` of one side and place `right` of the other. */
export interface Edge {
  readonly left: number;
  readonly right: number;
}

/** An edge seen from one of its ends. */
interface Arc {
  readonly to: number;
  /** Place of the edge in the list of edges. */
  readonly edge: number;
}

/**
 * A largest flow through one knot, and what of it could be otherwise. Nodes are numbers: the places of the left side, those
 * of the right side, the source, the sink. Nothing flows over an edge that stands twice.
 */
export class KnotFlow {
  readonly #ends: readonly { readonly left: number; readonly right: number }[];
  readonly #flows: number[];
  readonly #sizes: number[];
  /** What each place can still take. */
  readonly #rooms: number[];
  readonly #arcs: Arc[][];
  readonly #leftCount: number;
  readonly #rightCount: number;
  #components: readonly number[] | null = null;

  constructor(leftSizes: readonly number[], rightSizes: readonly number[], edges: readonly Edge[]) {
    const lefts = numberPlaces(edges.map(({ left }) => left));
    const rights = numberPlaces(edges.map(({ right }) => right));
    this.#leftCount = lefts.size;
    this.#rightCount = rights.size;
    this.#sizes = [
      ...[...lefts.keys()].map((place) => leftSizes[place] ?? 0),
      ...[...rights.keys()].map((place) => rightSizes[place] ?? 0),
    ];
    this.#rooms = [...this.#sizes];
    this.#flows = edges.map(() => 0);
    this.#ends = edges.map(({ left, right }) => ({
      left: lefts.get(left) ?? 0,
      right: lefts.size + (rights.get(right) ?? 0),
    }));
    this.#arcs = this.#sizes.map(() => []);
    for (const [edge, { left, right }] of this.#ends.entries()) {
      this.#arcs[left]?.push({ to: right, edge });
      this.#arcs[right]?.push({ to: left, edge });
    }
    for (let path = this.#findPath(this.#source, this.#sink); path !== null; )
      path = this.#push(path) ? this.#findPath(this.#source, this.#sink) : null;
  }

  /** How many pairs this assignment has on the edge at a place of the list. */
  countOf(edge: number): number {
    return this.#flows[edge] ?? 0;
  }

  /** Whether another largest assignment has fewer pairs on this edge: there is a way round it. */
  mayShrink(edge: number): boolean {
    const { left, right } = this.#ends[edge] ?? { left: 0, right: 0 };
    return this.#findPath(left, right, edge) !== null;
  }

  /**
   * Whether another largest assignment has pairs on this edge, which has none here: there is a way back from its end to
   * its beginning, and both lie in one circle. All circles of the knot are found at once.
   */
  mayGrow(edge: number): boolean {
    this.#components ??= this.#findCircles();
    const { left, right } = this.#ends[edge] ?? { left: 0, right: 0 };
    return this.#components[left] === this.#components[right];
  }

  get #source(): number {
    return this.#leftCount + this.#rightCount;
  }

  get #sink(): number {
    return this.#source + 1;
  }

  /** A shortest way on which flow can move, never over the edge `avoided`; null when there is none. */
  #findPath(from: number, to: number, avoided = -1): number[] | null {
    const cameFrom = new Map<number, number>([[from, from]]);
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

  #neighboursOf(node: number, avoided: number): number[] {
    const nodes: number[] = [];
    const roomOf = (place: number) => this.#rooms[place] ?? 0;
    const isUsed = (place: number) => roomOf(place) < (this.#sizes[place] ?? 0);
    if (node === this.#source) {
      for (let left = 0; left < this.#leftCount; left += 1) if (roomOf(left) > 0) nodes.push(left);
    } else if (node === this.#sink) {
      for (let right = this.#leftCount; right < this.#source; right += 1) if (isUsed(right)) nodes.push(right);
    } else if (node < this.#leftCount) {
      for (const { to, edge } of this.#arcs[node] ?? []) if (edge !== avoided) nodes.push(to);
      if (isUsed(node)) nodes.push(this.#source);
    } else {
      if (roomOf(node) > 0) nodes.push(this.#sink);
      for (const { to, edge } of this.#arcs[node] ?? []) if (edge !== avoided && this.countOf(edge) > 0) nodes.push(to);
    }
    return nodes;
  }

  /** Moves as much as the way from source to sink carries; false where that is nothing. */
  #push(path: readonly number[]): boolean {
    const places = path.slice(1, -1);
    const [first, last] = [places[0] ?? 0, places.at(-1) ?? 0];
    const steps = places.slice(1).map((to, index) => this.#stepOf(places[index] ?? 0, to));
    let amount = Math.min(this.#rooms[first] ?? 0, this.#rooms[last] ?? 0);
    for (const { edge, isBack } of steps) if (isBack) amount = Math.min(amount, this.countOf(edge));
    if (amount === 0) return false;
    for (const { edge, isBack } of steps) this.#flows[edge] = this.countOf(edge) + (isBack ? -amount : amount);
    for (const place of [first, last]) this.#rooms[place] = (this.#rooms[place] ?? 0) - amount;
    return true;
  }

  #stepOf(from: number, to: number): { readonly edge: number; readonly isBack: boolean } {
    const edge = this.#arcs[from]?.find((arc) => arc.to === to)?.edge ?? -1;
    return { edge, isBack: from >= this.#leftCount };
  }

  /** The strongly connected component of each node, by Kosaraju: the order in which nodes are left, then the ways back. */
  #findCircles(): readonly number[] {
    const count = this.#sink + 1;
    const nexts = Array.from({ length: count }, (_, node) => this.#neighboursOf(node, -1));
    const befores: number[][] = nexts.map(() => []);
    for (const [node, list] of nexts.entries()) for (const next of list) befores[next]?.push(node);
    const seen = new Set<number>();
    const left: number[] = [];
    for (let node = 0; node < count; node += 1) if (!seen.has(node)) walk(node, nexts, seen, left);
    const components = nexts.map(() => -1);
    const found = new Set<number>();
    for (const node of left.reverse()) {
      if (found.has(node)) continue;
      const circle: number[] = [];
      walk(node, befores, found, circle);
      for (const member of circle) components[member] = node;
    }
    return components;
  }
}

/** Lists all nodes that are reached from one and not `seen`, each after what is reached from it. */
function walk(start: number, nexts: readonly (readonly number[])[], seen: Set<number>, left: number[]): void {
  seen.add(start);
  const stack = [{ node: start, at: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = nexts[top.node]?.[top.at];
    top.at += 1;
    if (next === undefined) {
      left.push(top.node);
      stack.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      stack.push({ node: next, at: 0 });
    }
  }
}

/** Numbers places in the order in which they come. */
function numberPlaces(places: readonly number[]): Map<number, number> {
  return new Map([...new Set(places)].map((place, index) => [place, index]));
}

function trace(cameFrom: ReadonlyMap<number, number>, to: number): number[] {
  const path = [to];
  for (
    let node = to, before = cameFrom.get(node);
    before !== undefined && before !== node;
    before = cameFrom.get(node)
  ) {
    path.push(before);
    node = before;
  }
  return path.reverse();
}
