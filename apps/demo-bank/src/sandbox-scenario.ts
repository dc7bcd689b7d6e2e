import { type Scenario, scenarioKinds } from '@causeway/bank-simulator';
import type { DelegatedUserKey } from './delegated-user.ts';
import type { DelegatedUsers } from './delegated-users.ts';
import type { Instances } from './instances.ts';
import type { Trouble } from './trouble.ts';

/** Scenarios that are trouble at the door: an expired password lasts until a new one is set, the others one visit. */
const TROUBLE_OF_SCENARIO = {
  credentialsExpired: { kind: 'passwordExpired', once: false },
  mfaRequired: { kind: 'codeRequired', once: true },
  portalDown: { kind: 'down', once: true },
  portalLayoutChanged: { kind: 'layoutChanged', once: true },
} as const satisfies Record<string, Pick<Trouble, 'kind' | 'once'>>;

type DoorScenario = keyof typeof TROUBLE_OF_SCENARIO;

/** Everything that a sandbox can make happen for one user; a changed layout is trouble here and lasts one visit. */
export const sandboxScenarios = [
  ...scenarioKinds.filter((kind) => kind !== 'layoutChanged'),
  ...(Object.keys(TROUBLE_OF_SCENARIO) as DoorScenario[]), // Object.keys forgets the literal names.
];
export type SandboxScenario = (typeof sandboxScenarios)[number];

/** What a scenario came to. */
export interface PlayedSandboxScenario {
  readonly appliedAt: string;
  /** Accounts concerned; none for what happens at the door. */
  readonly accounts: readonly { readonly number: string; readonly currency: string }[];
}

/** Makes a scenario happen at the user's bank, at its present moment or at a later virtual one. */
export async function playSandboxScenario(
  { users, instances }: { readonly users: DelegatedUsers; readonly instances: Instances },
  key: DelegatedUserKey,
  scenario: Omit<Scenario, 'kind'> & { readonly kind: SandboxScenario; readonly virtualMs: number | null },
): Promise<PlayedSandboxScenario> {
  const { kind, virtualMs, ...limits } = scenario;
  if (isDoorScenario(kind)) {
    const bank = await instances.enter(key, virtualMs);
    const trouble: Trouble = { ...TROUBLE_OF_SCENARIO[kind], passing: 0, until: null };
    await users.change(key, (user) => ({ ...user, trouble }));
    return { appliedAt: bank.now(), accounts: [] };
  }
  const { appliedAt, accountIds } = await instances.play(key, { kind, ...limits }, virtualMs);
  const bank = await instances.enter(key, null);
  const concerned = bank.listAccounts().filter(({ id }) => accountIds.includes(id));
  return { appliedAt, accounts: concerned.map(({ number, currency }) => ({ number, currency })) };
}

/** Whether it happens at the door and touches no account. */
export function isDoorScenario(kind: SandboxScenario): kind is DoorScenario {
  return Object.hasOwn(TROUBLE_OF_SCENARIO, kind);
}
