import type { DelegatedUsers } from '../delegated-users.ts';
import type { Instances } from '../instances.ts';
import type { Personality } from '../personalities.ts';
import type { Messenger, Schedule } from '../portal/delivery/messenger.ts';
import type { PortalSessions } from '../portal/portal-sessions.ts';
import type { Sessions } from '../sessions.ts';
import type { StateKeeper } from '../state-keeper.ts';

/** What the routes of the house work with. */
export interface HouseParts {
  readonly personalities: readonly Personality[];
  readonly users: DelegatedUsers;
  readonly instances: Instances;
  readonly sessions: Sessions;
  readonly portalSessions: PortalSessions;
  readonly keeper: StateKeeper;
  readonly messenger: Messenger;
  readonly schedule: Schedule;
  /** Where the bank answers; empty until it listens. Links in e-mail begin with it. */
  readonly address: { readonly url: string };
  readonly now: () => Date;
  /** The text that is kept of a password. */
  hashPassword(password: string): Promise<string>;
}

/** The same for the routes of one bank. */
export interface BankParts extends HouseParts {
  readonly personality: Personality;
}
