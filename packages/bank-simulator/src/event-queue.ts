interface Entry<T> {
  readonly atMs: number;
  readonly order: number;
  readonly event: T;
}

/** Future events by time; events of one moment come out in the order in which they went in. A binary heap. */
export class EventQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #pushed = 0;

  push(atMs: number, event: T): void {
    const entry = { atMs, order: this.#pushed, event };
    this.#pushed += 1;
    let index = this.#heap.length;
    this.#heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      this.#heap[index] = parent;
      index = parentIndex;
    }
    this.#heap[index] = entry;
  }

  /** Takes the earliest event that is due at `untilMs` or before, or null when none is. */
  takeDue(untilMs: number): { atMs: number; event: T } | null {
    const first = this.#heap[0];
    if (first === undefined || first.atMs > untilMs) return null;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return { atMs: first.atMs, event: first.event };
  }

  #sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      const leftIndex = 2 * index + 1;
      const left = this.#heap[leftIndex];
      if (left === undefined) break;
      const right = this.#heap[leftIndex + 1];
      const takesRight = right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (isBefore(entry, child)) break;
      this.#heap[index] = child;
      index = takesRight ? leftIndex + 1 : leftIndex;
    }
    this.#heap[index] = entry;
  }
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
