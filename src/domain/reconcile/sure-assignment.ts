import { type Edge, KnotFlow } from './knot-flow.ts';

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
      // One by one: a call takes no more arguments than the stack holds.
      for (const edge of knot) contested.push(edge);
      continue;
    }
    const flow = new KnotFlow(leftSizes, rightSizes, knot);
    for (const [place, edge] of knot.entries()) {
      const count = flow.countOf(place);
      if (count === 0 && !flow.mayGrow(place)) continue;
      if (count > 0 && !flow.mayShrink(place)) pairs.push({ ...edge, count });
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
