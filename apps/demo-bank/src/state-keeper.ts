import type { DelegatedUser } from './delegated-user.ts';
import type { PortalSettings } from './portal/portal-settings.ts';
import type { StateFile } from './state-file.ts';

/** Everything that outlives the process, in memory. Whoever changes something saves it. */
export class StateKeeper {
  /** By the one text of their key. */
  readonly users: Map<string, DelegatedUser>;
  /** By bank. */
  readonly portals: Map<string, PortalSettings>;
  readonly #file: StateFile;

  private constructor(file: StateFile, users: Map<string, DelegatedUser>, portals: Map<string, PortalSettings>) {
    this.#file = file;
    this.users = users;
    this.portals = portals;
  }

  /** Reads what a state file holds. */
  static async load(file: StateFile, toId: (user: DelegatedUser) => string): Promise<StateKeeper> {
    const { users, portals = {} } = await file.read();
    return new StateKeeper(file, new Map(users.map((user) => [toId(user), user])), new Map(Object.entries(portals)));
  }

  /** Resolves when everything is on disk. */
  save(): Promise<void> {
    const portals = this.portals.size === 0 ? {} : { portals: Object.fromEntries(this.portals) };
    return this.#file.write({ users: [...this.users.values()], ...portals });
  }
}
