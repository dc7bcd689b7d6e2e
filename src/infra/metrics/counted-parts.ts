import type { EvidenceStore } from '../evidence-store.ts';
import type { Vault } from '../vault/vault.ts';
import { VaultError } from '../vault/vault-error.ts';
import type { Metrics } from './metrics.ts';

/** The same vault, whose failures to open something are counted. */
export function countFailures(vault: Vault, metrics: Metrics | undefined): Vault {
  if (metrics === undefined) return vault;
  const counted = async <T>(opening: Promise<T>): Promise<T> => {
    try {
      return await opening;
    } catch (cause) {
      if (cause instanceof VaultError) metrics.vaultFailed();
      throw cause;
    }
  };
  return {
    ...vault,
    open: (wrappedKey, sealed, aad) => counted(vault.open(wrappedKey, sealed, aad)),
    unwrapKey: (wrappedKey) => counted(vault.unwrapKey(wrappedKey)),
    rewrapKey: (wrappedKey) => counted(vault.rewrapKey(wrappedKey)),
  };
}

/** The same store, whose bytes are counted. */
export function countEvidence(store: EvidenceStore, metrics: Metrics | undefined): EvidenceStore {
  if (metrics === undefined) return store;
  return {
    ...store,
    put: async (source, limits) => {
      const stored = await store.put(source, limits);
      metrics.evidenceStored(stored.sizeBytes);
      return stored;
    },
    stage: async (source, limits) => {
      const staged = await store.stage(source, limits);
      metrics.evidenceStored(staged.sizeBytes);
      return staged;
    },
  };
}
