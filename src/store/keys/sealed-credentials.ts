import type { CredentialField } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Sql } from '../../infra/database.ts';
import type { Vault } from '../../infra/vault/vault.ts';
import { VaultError } from '../../infra/vault/vault-error.ts';
import { findCredentials } from '../connections/connection-credentials.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { findDataKey, insertDataKey } from './data-keys.ts';

/** Seals and opens the logins of connections with the data key of their organization. */
export interface SealedCredentials {
  /** Encrypts a login for one connection; it opens nowhere else. */
  seal(tenant: Tenant, connectionId: string, plaintext: string): Promise<Uint8Array>;
  /** Opens what was sealed under this id, whatever it is the login of; null without a data key. */
  open(tenant: Tenant, id: string, sealed: Uint8Array): Promise<string | null>;
  /** Whether it opens under this id. */
  canOpen(tenant: Tenant, id: string, sealed: Uint8Array): Promise<boolean>;
  /** The stored login; empty when there is none. */
  read(tenant: Tenant, connectionId: string): Promise<Partial<Record<CredentialField, string>>>;
}

/** The data key of an organization is made when its first login is sealed. `sqlOf` gives sessions that are bound to a tenant. */
export function createSealedCredentials(parts: {
  sqlOf(tenant: Tenant): Sql;
  readonly vault: Vault;
  now(): Instant;
}): SealedCredentials {
  const { sqlOf, vault } = parts;
  const open: SealedCredentials['open'] = async (tenant, id, sealed) => {
    const dataKey = await findDataKey(sqlOf(tenant), tenant.organizationId);
    if (dataKey === null) return null;
    return new TextDecoder().decode(await vault.open(dataKey, sealed, placeOf(tenant, id)));
  };
  return {
    open,
    canOpen: async (tenant, id, sealed) => {
      try {
        return (await open(tenant, id, sealed)) !== null;
      } catch (cause) {
        if (cause instanceof VaultError) return false;
        throw cause;
      }
    },
    seal: async ({ organizationId, environment }, connectionId, plaintext) => {
      const sql = sqlOf({ organizationId, environment });
      const existing = await findDataKey(sql, organizationId);
      const dataKey = existing ?? (await insertDataKey(sql, organizationId, await vault.newWrappedKey(), parts.now()));
      return vault.seal(
        dataKey,
        new TextEncoder().encode(plaintext),
        placeOf({ organizationId, environment }, connectionId),
      );
    },
    read: async (tenant, connectionId) => {
      const sql = sqlOf(tenant);
      const sealed = await findCredentials(sql, tenant.organizationId, connectionId);
      const dataKey = sealed === null ? null : await findDataKey(sql, tenant.organizationId);
      if (sealed === null || dataKey === null) return {};
      const plaintext = await vault.open(dataKey, sealed, placeOf(tenant, connectionId));
      return JSON.parse(new TextDecoder().decode(plaintext)) as Partial<Record<CredentialField, string>>; // Sealed by putCredentials in this form.
    },
  };
}

/** Where a login belongs; sealed with it, so that a login moved to another row does not open. */
function placeOf({ organizationId, environment }: Tenant, connectionId: string): string {
  return `credentials ${organizationId} ${environment} ${connectionId}`;
}
