import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** An account of another connection that bears a name of this one. */
export interface NamesakeRow {
  readonly accountId: string;
  readonly entityId: string;
  readonly externalEntityId: string;
  readonly connectionId: string;
  readonly institutionId: string | null;
  readonly anchor: string;
  readonly routingNumber: string | null;
  readonly swiftBic: string | null;
}

/**
 * Accounts of the tenant's other connections, revoked ones left out, that their sources know under one of these aliases
 * and that belong to another entity.
 */
export async function listForeignNamesakes(
  db: Db,
  tenant: Tenant,
  connection: { readonly id: string; readonly entityId: string },
  alias: string,
): Promise<NamesakeRow[]> {
  return db<NamesakeRow[]>`select a.id as account_id, a.entity_id, e.external_entity_id, a.connection_id,
      c.institution_id, c.anchor, a.routing_number, a.swift_bic
    from account_aliases x
    join accounts a on a.organization_id = x.organization_id and a.id = x.account_id
    join connections c on c.organization_id = a.organization_id and c.id = a.connection_id
    join entities e on e.organization_id = a.organization_id and e.id = a.entity_id
    where x.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      and x.alias = ${alias} and x.connection_id <> ${connection.id} and a.entity_id <> ${connection.entityId}
      and c.status <> 'revoked'
    order by a.id`;
}

/** Accounts of one connection that its sources know under a number, whatever the currency; `prefix` is `number/`. */
export async function listAccountsOfNumber(
  db: Db,
  tenant: Tenant,
  connectionId: string,
  prefix: string,
): Promise<{ readonly id: string; readonly currency: string }[]> {
  return db<{ id: string; currency: string }[]>`select a.id, a.currency
    from account_aliases x
    join accounts a on a.organization_id = x.organization_id and a.id = x.account_id
    where x.organization_id = ${tenant.organizationId} and a.environment = ${tenant.environment}
      and x.connection_id = ${connectionId} and starts_with(x.alias, ${prefix})
    order by a.id`;
}
