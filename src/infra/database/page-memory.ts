/** Sizes are rounded up to this, so that pages of about one size use the same blocks. */
const BLOCK_BYTES = 128 * 1024;
/** Free blocks beyond this are left to the garbage collector. */
const MAX_FREE_BYTES = 16 * 1024 * 1024;
/** A block so much larger than what is asked for is kept for larger values: a slow client may hold it for long. */
const MAX_EXCESS = 4;

/**
 * Memory for values of some hundred kilobytes, used again and again. The garbage collector counts every new block of that
 * size, and collects the whole heap after every few dozen of them.
 */
export class PageMemory {
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  /** A block of at least `size` bytes; what is in it is left over from earlier. */
  take(size: number): Buffer {
    const wanted = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    const fitting = this.#free.filter((block) => block.length >= size && block.length <= wanted * MAX_EXCESS);
    const best = fitting.reduce<Buffer | null>(
      (least, block) => (least === null || block.length < least.length ? block : least),
      null,
    );
    if (best === null) return Buffer.allocUnsafeSlow(wanted);
    this.#free.splice(this.#free.indexOf(best), 1);
    this.#freeBytes -= best.length;
    return best;
  }

  /**
   * Gives a block back that nobody reads any more. A block that is never given back costs nothing but its collection. Where
   * there is no room, those that have lain longest go: pages of another size are asked for now.
   */
  give(block: Buffer): void {
    if (block.length > MAX_FREE_BYTES) return;
    while (this.#freeBytes + block.length > MAX_FREE_BYTES) this.#freeBytes -= this.#free.shift()?.length ?? 0;
    this.#free.push(block);
    this.#freeBytes += block.length;
  }
}
