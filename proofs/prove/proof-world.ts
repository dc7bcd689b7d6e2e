import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { ENVIRONMENTS, type Environment } from '../../src/domain/environment.ts';
import type { Installation } from '../../src/main.ts';
import { createCustomer } from '../../test/support/records/customers.ts';
import { createProofTables } from './markers.ts';

/** Entities that the writers keep up: what is deleted is replaced. */
export const ENTITIES = 5;

/** One organization with keys of both environments and a few customers. */
export interface World {
  readonly organizationId: string;
  readonly keys: Readonly<Record<Environment, string>>;
}

/** Makes the organization, and the proof's own tables. */
export async function createWorld({ commands, sql }: Installation): Promise<World> {
  await createProofTables(sql);
  const { id: organizationId } = await createOrganization(commands, 'Proof');
  for (let count = 0; count < ENTITIES; count += 1) await createCustomer(commands, organizationId);
  const keys = { live: '', test: '' };
  for (const environment of ENVIRONMENTS) {
    const lifetimeMs = 86_400_000;
    const request = { organizationId, environment, name: 'proof', scopes: SCOPES, lifetimeMs };
    const made = await createApiKey(commands, request);
    if (!made.ok) throw new Error(`the key was refused: ${made.refusal.code}`);
    keys[environment] = made.value.text;
  }
  return { organizationId, keys };
}
