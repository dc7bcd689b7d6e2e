import {
  type AppliedScenario,
  createSimulatedBank,
  type Instant,
  type Scenario,
  type SimulatedBank,
  toEpochMs,
  toInstant,
} from '@causeway/bank-simulator';
import type { DelegatedUser, DelegatedUserKey } from './delegated-user.ts';
import { type DelegatedUsers, toUserId } from './delegated-users.ts';
import { type Personality, planAccounts } from './personalities.ts';

/** Companies kept in memory. One that is dropped is built again from its seed when it is next asked for. */
const MAX_INSTANCES = 200;

/** How far after a user's creation its virtual time may go; it bounds the work that one request can ask for. */
const MAX_VIRTUAL_DAYS = 7_320;
const DAY_MS = 86_400_000;

/** What the instances rest on. */
export interface InstancesOptions {
  readonly users: DelegatedUsers;
  readonly personalities: readonly Personality[];
  readonly now: () => Date;
}

/** The simulated companies behind the users, each at its own present moment. */
export class Instances {
  readonly #options: InstancesOptions;
  readonly #banks = new Map<string, SimulatedBank>();

  constructor(options: InstancesOptions) {
    this.#options = options;
  }

  /** The latest virtual time that a request of this user may ask for, in epoch milliseconds. */
  static latestVirtualMs(user: DelegatedUser): number {
    return toEpochMs(user.createdAt) + MAX_VIRTUAL_DAYS * DAY_MS;
  }

  /** The moment that `enter` would reach, in epoch milliseconds, without moving anything. */
  peekMs(key: DelegatedUserKey, virtualMs: number | null): number {
    const { reachedInstant } = this.#options.users.get(key);
    const realMs = this.#options.now().getTime();
    const reachedMs = reachedInstant === null ? realMs : toEpochMs(reachedInstant);
    return Math.max(realMs, reachedMs, virtualMs ?? realMs);
  }

  /**
   * The user's company at its present moment: real time, or the latest virtual time that was asked for, whichever is
   * later. A later `virtualMs` moves it and is on disk before the company shows anything of it.
   */
  async enter(key: DelegatedUserKey, virtualMs: number | null): Promise<SimulatedBank> {
    if (virtualMs !== null && virtualMs > this.peekMs(key, null)) {
      const reachedInstant = toInstant(virtualMs);
      await this.#options.users.change(key, (user) => ({ ...user, reachedInstant }));
    }
    const bank = this.#open(this.#options.users.get(key));
    // While this request waited for the disk, another may have moved the company further.
    const targetMs = Math.max(this.peekMs(key, virtualMs), toEpochMs(bank.now()));
    bank.advanceTo(toInstant(targetMs));
    return bank;
  }

  /** Plays a scenario at the moment that `enter` reaches and keeps it for every later start. */
  async play(key: DelegatedUserKey, scenario: Scenario, virtualMs: number | null): Promise<AppliedScenario> {
    const bank = await this.enter(key, virtualMs);
    const applied = bank.apply(scenario);
    const played = { at: applied.appliedAt, scenario };
    await this.#options.users.change(key, (user) => ({ ...user, scenarios: [...user.scenarios, played] }));
    return applied;
  }

  /** Drops the company of a user who is gone, so that a new user of the same name begins anew. */
  forget(key: DelegatedUserKey): void {
    this.#banks.delete(toUserId(key));
  }

  #open(user: DelegatedUser): SimulatedBank {
    const userId = toUserId(user);
    const bank = this.#banks.get(userId) ?? this.#build(user, this.#options.users.seedOf(user));
    // Putting it in again makes it the last to be dropped.
    this.#banks.delete(userId);
    this.#banks.set(userId, bank);
    const [oldest] = this.#banks.keys();
    if (this.#banks.size > MAX_INSTANCES && oldest !== undefined) this.#banks.delete(oldest);
    return bank;
  }

  #build(user: DelegatedUser, seed: string): SimulatedBank {
    const personality = this.#options.personalities.find(({ id }) => id === user.bankId);
    if (personality === undefined) throw new Error(`the state file knows a bank "${user.bankId}" that does not exist`);
    const openedAt: Instant = user.createdAt;
    const accounts = planAccounts(personality, seed);
    const bank = createSimulatedBank({ seed, style: personality.style, openedAt, accounts });
    for (const { at, scenario } of user.scenarios) {
      bank.advanceTo(at);
      bank.apply(scenario);
    }
    return bank;
  }
}
