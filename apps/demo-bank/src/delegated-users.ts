import type { DelegatedUser, DelegatedUserKey } from './delegated-user.ts';
import type { StateKeeper } from './state-keeper.ts';

/** All delegated users of all banks of the house. */
export class DelegatedUsers {
  readonly #keeper: StateKeeper;
  readonly #drawSeed: (() => string) | null;
  /** What was drawn for users that their owners are entering. */
  readonly #drawn = new Map<string, string>();

  /** `drawSeed` says for each new user what its company is drawn from. */
  constructor(keeper: StateKeeper, drawSeed: (() => string) | null = null) {
    this.#keeper = keeper;
    this.#drawSeed = drawSeed;
  }

  find(key: DelegatedUserKey): DelegatedUser | null {
    return this.#keeper.users.get(toUserId(key)) ?? null;
  }

  get(key: DelegatedUserKey): DelegatedUser {
    const user = this.find(key);
    if (user === null) throw new Error('a delegated user is gone; its owner has deleted it meanwhile');
    return user;
  }

  /** Users of one name, in all banks and companies. */
  listByUsername(username: string): DelegatedUser[] {
    return [...this.#keeper.users.values()].filter((user) => user.username === username);
  }

  /** Users of one company at one bank, by name. */
  listByCompany(bankId: string, companyId: string): DelegatedUser[] {
    return [...this.#keeper.users.values()]
      .filter((user) => user.bankId === bankId && user.companyId === companyId)
      .sort((one, other) => (one.username < other.username ? -1 : 1));
  }

  /** Adds a user; false when the name is taken in its company. Resolves when the user is on disk. */
  async insert(user: DelegatedUser): Promise<boolean> {
    const userId = toUserId(user);
    if (this.#keeper.users.has(userId)) return false;
    this.#keeper.users.set(userId, this.#drawSeed === null ? user : { ...user, seed: this.seedOf(user) });
    this.#drawn.delete(userId);
    await this.#keeper.save();
    return true;
  }

  /** What the company of a user is drawn from, also of one that is not there yet: its owner sees the accounts before. */
  seedOf(key: DelegatedUserKey): string {
    const userId = toUserId(key);
    const seed = this.find(key)?.seed ?? this.#drawn.get(userId);
    if (seed !== undefined) return seed;
    if (this.#drawSeed === null || this.find(key) !== null) return userId;
    const drawn = this.#drawSeed();
    this.#drawn.set(userId, drawn);
    return drawn;
  }

  /** Changes the present state of a user. Resolves with the new state when it is on disk. */
  async change(key: DelegatedUserKey, change: (user: DelegatedUser) => DelegatedUser): Promise<DelegatedUser> {
    const changed = change(this.get(key));
    this.#keeper.users.set(toUserId(key), changed);
    await this.#keeper.save();
    return changed;
  }

  /** Deletes a user. Its name is free again; a new user of that name begins with a history of its own. */
  async remove(key: DelegatedUserKey): Promise<void> {
    this.#keeper.users.delete(toUserId(key));
    await this.#keeper.save();
  }
}

/** One text for the key of a user; none of its parts can hold a slash. */
export function toUserId({ bankId, companyId, username }: DelegatedUserKey): string {
  return `${bankId}/${companyId}/${username}`;
}
