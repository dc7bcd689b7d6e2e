/** Sizes are rounded up to this, so that pages of about one size use the same blocks. */
const BLOCK_BYTES = 128 * 1024;
/** Free blocks beyond this are left to the garbage collector. */
const MAX_FREE_BYTES = 16 * 1024 * 1024;

/**
 * Memory for values of some hundred kilobytes, used again and again. The garbage collector counts every new block of that
 * size, and collects the whole heap after every few dozen of them.
 */
export class PageMemory {
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  /** A block of at least `size` bytes; what is in it is left over from earlier. */
  take(size: number): Buffer {
    const index = this.#free.findIndex((block) => block.length >= size);
    const [block] = index < 0 ? [] : this.#free.splice(index, 1);
    if (block === undefined) return Buffer.allocUnsafeSlow(Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES);
    this.#freeBytes -= block.length;
    return block;
  }

  /** Gives a block back that nobody reads any more. A block that is never given back costs nothing but its collection. */
  give(block: Buffer): void {
    if (this.#freeBytes + block.length > MAX_FREE_BYTES) return;
    this.#free.push(block);
    this.#freeBytes += block.length;
  }
}
