import type { AuditOutcome } from '../../domain/audit-entry.ts';
import { listWrappedKeys, replaceWrappedKey } from '../../store/keys/wrapped-keys.ts';
import { noteAct, WHOLE_INSTALLATION } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** What a rotation found and did. */
export interface Rewrapped {
  /** Keys that an older master key had wrapped, wrapped by the present one now. */
  readonly rewrapped: number;
  /** Keys that the present one had wrapped already. */
  readonly current: number;
}

/**
 * Wraps every key anew that an older master key has wrapped. Each is one statement of its own, so it can be interrupted
 * anywhere, begun again, and run twice at once, while the service goes on: a key opens before, during and after. Throws
 * VaultError for a key that none of the master keys opens; those in front of it are done then. The audit entry comes last: it
 * tells how many keys a rotation that ended or failed has wrapped, and one that was killed has none.
 */
export async function rewrapKeys(
  parts: Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs'> & {
    readonly vault: {
      isCurrent(wrappedKey: Uint8Array): boolean;
      rewrapKey(wrappedKey: Uint8Array): Promise<Uint8Array>;
    };
  },
): Promise<Rewrapped> {
  const { sql, vault } = parts;
  let rewrapped = 0;
  let current = 0;
  const note = async (outcome: AuditOutcome) => {
    const act = { action: 'vault.rotate', targetType: 'vault', targetId: null, outcome } as const;
    await noteAct(sql, parts, WHOLE_INSTALLATION, { ...act, details: { rewrapped, current } });
  };
  try {
    for (const key of await listWrappedKeys(sql)) {
      if (vault.isCurrent(key.wrapped)) current += 1;
      else if (await replaceWrappedKey(sql, key, await vault.rewrapKey(key.wrapped))) rewrapped += 1;
      else current += 1;
    }
  } catch (cause) {
    await note('failed');
    throw cause;
  }
  await note('done');
  return { rewrapped, current };
}
