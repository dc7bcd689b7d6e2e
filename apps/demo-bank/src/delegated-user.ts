import type { Instant, Scenario } from '@causeway/bank-simulator';
import type { Permission } from './permission.ts';
import type { PortalAccess } from './portal/portal-access.ts';
import type { Trouble } from './trouble.ts';

/** Sign-ins with a wrong password in a row after which the bank locks the user. */
export const MAX_REJECTED_SIGN_INS = 5;

/** Who signs in where; unique in the whole server. */
export interface DelegatedUserKey {
  readonly bankId: string;
  readonly companyId: string;
  readonly username: string;
}

/** A person or system whom the owner of a company lets in. Each sees a simulated company of its own. */
export interface DelegatedUser extends DelegatedUserKey {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly permissions: readonly Permission[];
  /** When the owner created it, in bank time; the simulated company has its history before that moment. */
  readonly createdAt: Instant;
  readonly passwordHash: string;
  /** Wrong passwords in a row. */
  readonly rejectedSignIns: number;
  /** The latest virtual time that a request has asked for; the user's bank never goes back before it. */
  readonly reachedInstant: Instant | null;
  /** Scenarios played so far; replaying them at their moments gives the same company again. */
  readonly scenarios: readonly PlayedScenario[];
  readonly trouble: Trouble | null;
  /** What the company is drawn from; the key of the user where it is absent. */
  readonly seed?: string;
  /** What the portal knows of the user; absent before it has come to know anything. */
  readonly portal?: PortalAccess;
}

/** A scenario and when it happened, in bank time. */
export interface PlayedScenario {
  readonly at: Instant;
  readonly scenario: Scenario;
}
