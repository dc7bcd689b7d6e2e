import type { DelegatedUser, DelegatedUserKey } from './delegated-user.ts';
import type { StateFile } from './state-file.ts';

/** All delegated users of all banks of the house, in memory and on disk. */
export class DelegatedUsers {
  readonly #file: StateFile;
  readonly #users: Map<string, DelegatedUser>;

  constructor(file: StateFile, users: readonly DelegatedUser[]) {
    this.#file = file;
    this.#users = new Map(users.map((user) => [toUserId(user), user]));
  }

  /** Reads the users that a state file holds. */
  static async load(file: StateFile): Promise<DelegatedUsers> {
    const { users } = await file.read();
    return new DelegatedUsers(file, users);
  }

  find(key: DelegatedUserKey): DelegatedUser | null {
    return this.#users.get(toUserId(key)) ?? null;
  }

  get(key: DelegatedUserKey): DelegatedUser {
    const user = this.find(key);
    if (user === null) throw new Error('a delegated user is gone, though none is ever deleted');
    return user;
  }

  /** Users of one name, in all banks and companies. */
  listByUsername(username: string): DelegatedUser[] {
    return [...this.#users.values()].filter((user) => user.username === username);
  }

  /** Adds a user; false when the name is taken in its company. Resolves when the user is on disk. */
  async insert(user: DelegatedUser): Promise<boolean> {
    const userId = toUserId(user);
    if (this.#users.has(userId)) return false;
    this.#users.set(userId, user);
    await this.#save();
    return true;
  }

  /** Changes the present state of a user. Resolves with the new state when it is on disk. */
  async change(key: DelegatedUserKey, change: (user: DelegatedUser) => DelegatedUser): Promise<DelegatedUser> {
    const changed = change(this.get(key));
    this.#users.set(toUserId(key), changed);
    await this.#save();
    return changed;
  }

  #save(): Promise<void> {
    return this.#file.write({ users: [...this.#users.values()] });
  }
}

/** One text for the key of a user; none of its parts can hold a slash. */
export function toUserId({ bankId, companyId, username }: DelegatedUserKey): string {
  return `${bankId}/${companyId}/${username}`;
}
