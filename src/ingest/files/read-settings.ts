import type { FileReadSettings } from '../../connectors/contract.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';

/** What a reader is told of a file: all that is known, with the currency of the account that it is for. */
export function readSettingsOf(
  knowledge: FileKnowledge,
  target: { readonly currency: string } | null,
): FileReadSettings {
  return {
    currency: knowledge.currency ?? target?.currency ?? null,
    dateOrder: knowledge.dateOrder ?? null,
    csvProfile: knowledge.csvProfile ?? null,
    isStrict: knowledge.isStrict ?? false,
    takesDamaged: knowledge.takesDamaged ?? false,
  };
}
