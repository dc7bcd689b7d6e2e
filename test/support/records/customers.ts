import { createEntity } from '../../../src/commands/entities/create-entity.ts';
import type { CommandParts } from '../../../src/commands/parts.ts';
import { ENVIRONMENTS, type Environment } from '../../../src/domain/environment.ts';
import type { Db } from '../../../src/infra/database.ts';
import { insertAccount } from '../../../src/store/accounts/accounts.ts';
import { insertConnection } from '../../../src/store/connections/connections.ts';

const CONNECTIONS = 2;
const ACCOUNTS = 2;

/** An account that rows can be written to. */
export interface Place {
  readonly environment: Environment;
  readonly entityId: string;
  readonly connectionId: string;
  readonly accountId: string;
}

/** A customer entity with connections and accounts in both environments. */
export async function createCustomer(parts: CommandParts, organizationId: string): Promise<void> {
  const made = await createEntity(parts, organizationId, {
    externalEntityId: parts.newId(),
    name: null,
    metadata: {},
  });
  if (!made.ok) throw new Error(`the entity was refused: ${made.refusal.code}`);
  const entityId = made.value.id;
  await parts.sql.begin(async (db) => {
    for (const environment of ENVIRONMENTS)
      for (let count = 0; count < CONNECTIONS; count += 1)
        await createConnection(db, parts, { organizationId, environment, entityId });
  });
}

async function createConnection(
  db: Db,
  parts: CommandParts,
  owner: { readonly organizationId: string; readonly environment: Environment; readonly entityId: string },
): Promise<void> {
  const { organizationId, environment, entityId } = owner;
  const connectionId = parts.newId();
  const at = await parts.now(owner);
  await insertConnection(db, {
    organizationId,
    environment,
    entityId,
    id: connectionId,
    institutionId: null,
    institutionName: null,
    portalUrl: null,
    anchor: connectionId,
    delegatedUsername: 'prove',
    metadata: {},
    createdAt: at,
  });
  for (let count = 0; count < ACCOUNTS; count += 1) {
    const accountId = parts.newId();
    await insertAccount(db, {
      organizationId,
      environment,
      entityId,
      connectionId,
      id: accountId,
      alias: accountId,
      firstSeenAt: at,
      type: 'checking',
      currency: 'EUR',
      name: 'Account',
      status: 'open',
      officialName: null,
      accountNumber: null,
      routingNumber: null,
      swiftBic: null,
    });
  }
}

/** Every account there is just now, in a fixed order. */
export async function listPlaces(db: Db, organizationId: string): Promise<Place[]> {
  return db<Place[]>`select environment, entity_id, connection_id, id as account_id from accounts
    where organization_id = ${organizationId} order by id`;
}
