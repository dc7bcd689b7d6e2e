/** The places of a worker, as far as organizations have them. One of them may have so many, and no more. */
export class Places {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** False where the organization has all the places that it may have; else one more is its own until it is left. */
  take(organizationId: string): boolean {
    const taken = this.#taken.get(organizationId) ?? 0;
    if (taken >= this.#most) return false;
    this.#taken.set(organizationId, taken + 1);
    return true;
  }

  leave(organizationId: string): void {
    const taken = this.#taken.get(organizationId) ?? 0;
    if (taken > 1) this.#taken.set(organizationId, taken - 1);
    else this.#taken.delete(organizationId);
  }

  /** Organizations that may have no further place now. */
  full(): readonly string[] {
    return [...this.#taken].filter(([, taken]) => taken >= this.#most).map(([organizationId]) => organizationId);
  }
}
