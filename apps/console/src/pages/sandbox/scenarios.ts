import type { Schemas } from '../../api/operation-types.ts';

export type Scenario = Schemas['SandboxScenario'];

/** What a scenario does, and whether it touches as many rows as one wants. */
export interface ScenarioText {
  readonly label: string;
  readonly text: string;
  readonly isCounted: boolean;
}

const rows = (label: string, text: string): ScenarioText => ({ label, text, isCounted: true });
const once = (label: string, text: string): ScenarioText => ({ label, text, isCounted: false });

/** Held to the contract by the compiler: a scenario that is missing or misspelt is an error. */
export const SCENARIOS: Readonly<Record<Scenario, ScenarioText>> = {
  newTransactions: rows('New transactions', 'Rows are booked.'),
  pendingToPosted: rows('Pending rows are posted', 'Pending rows become posted ones, as most do.'),
  pendingDropped: rows('Pending rows go', 'Pending rows disappear and are never posted.'),
  amountChangedOnPosting: rows(
    'Amounts change on posting',
    'Pending rows are posted with another amount, as tips are.',
  ),
  backdated: rows('Rows are booked late', 'Rows appear with days that are over.'),
  removedByBank: rows('The bank removes rows', 'Posted rows are gone from the bank’s list.'),
  duplicateLookalikes: rows('Rows that look alike', 'Rows are booked that look the same and are two.'),
  idsReissued: once('Ids are given anew', 'The bank gives known rows new ids.'),
  credentialsExpired: once('The password ends', 'The bank refuses the login until a new password is set there.'),
  mfaRequired: once('A code is asked for', 'The next sign-in is asked for a code.'),
  portalDown: once('The portal is down', 'The next visit meets a bank that does not answer.'),
  portalLayoutChanged: once('The portal looks different', 'The next visit meets pages in another form.'),
  accountClosed: once('An account is closed', 'An account is closed and no longer listed.'),
  accountAdded: once('An account is added', 'A new account appears.'),
  accountRenumbered: once('An account gets a new number', 'An account goes on under another number.'),
};

export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly Scenario[]; // Object.keys forgets the literal names.
