import type { Sql } from '../../infra/database.ts';
import type { SealedCredentials } from '../../store/keys/sealed-credentials.ts';
import { listSealedValues } from '../../store/keys/sealed-values.ts';
import { listWrappedKeys } from '../../store/keys/wrapped-keys.ts';

/** How many of a kind there are, and how many of them open. */
export interface VaultCount {
  /** `dataKey`, `purposeKey`, or table and column of a secret. */
  readonly what: string;
  readonly total: number;
  /** Of keys: those that an older master key has wrapped. Of secrets: 0. */
  readonly older: number;
  readonly unopened: number;
}

/** Opens every key and every secret once, and forgets them. Reads only. */
export async function verifyVault(parts: {
  readonly sql: Sql;
  readonly vault: {
    isCurrent(wrappedKey: Uint8Array): boolean;
    canUnwrap(wrappedKey: Uint8Array): Promise<boolean>;
  };
  readonly credentials: Pick<SealedCredentials, 'canOpen'>;
}): Promise<VaultCount[]> {
  const { sql, vault, credentials } = parts;
  const counts = new Map<string, { total: number; older: number; unopened: number }>();
  const countOf = (what: string) => {
    const count = counts.get(what) ?? { total: 0, older: 0, unopened: 0 };
    counts.set(what, count);
    return count;
  };
  for (const { kind, owner, wrapped } of await listWrappedKeys(sql)) {
    const count = countOf(kind);
    count.total += 1;
    if (!vault.isCurrent(wrapped)) count.older += 1;
    if (!(await vault.canUnwrap(wrapped))) count.unopened += 1;
    if (kind !== 'dataKey') continue;
    for (const { place, environment, id, sealed } of await listSealedValues(sql, owner)) {
      const secrets = countOf(place);
      secrets.total += 1;
      const tenant = { organizationId: owner, environment };
      if (!(await credentials.canOpen(tenant, id, sealed))) secrets.unopened += 1;
    }
  }
  return [...counts].map(([what, count]) => ({ what, ...count }));
}
