import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { Presented } from '../operation.ts';

/** What is known of files, with null for what is not. */
export function presentFileKnowledge(knowledge: FileKnowledge | null): Presented<'FileKnowledge'> {
  return {
    accountId: knowledge?.accountId ?? null,
    accountNumber: knowledge?.accountNumber ?? null,
    currency: knowledge?.currency ?? null,
    dateOrder: knowledge?.dateOrder ?? null,
    csvProfile: knowledge?.csvProfile ?? null,
    isStrict: knowledge?.isStrict ?? null,
    takesDamaged: knowledge?.takesDamaged ?? null,
    takesForeign: knowledge?.takesForeign ?? null,
  };
}
