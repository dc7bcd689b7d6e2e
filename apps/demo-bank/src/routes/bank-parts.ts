import type { DelegatedUsers } from '../delegated-users.ts';
import type { Instances } from '../instances.ts';
import type { Personality } from '../personalities.ts';
import type { Sessions } from '../sessions.ts';

/** What the routes of the house work with. */
export interface HouseParts {
  readonly personalities: readonly Personality[];
  readonly users: DelegatedUsers;
  readonly instances: Instances;
  readonly sessions: Sessions;
  readonly now: () => Date;
}

/** The same for the routes of one bank. */
export interface BankParts extends HouseParts {
  readonly personality: Personality;
}
