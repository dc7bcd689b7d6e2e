import type { InstitutionStyle } from '@causeway/bank-simulator';
import type { Institution, SourceIdTrust } from '../../src/domain/institution.ts';

/** What an operator writes into the definition of such a bank. */
export type StyleSettings = Pick<Institution, 'sourceIds' | 'historyDays' | 'latenessDays' | 'pendingWindowDays'>;

const TRUST: Record<InstitutionStyle['rowIds'], SourceIdTrust> = {
  stable: 'stable',
  newOnPosting: 'stablePerStatus',
  reissued: 'hint',
  dailyNumber: 'hint',
  none: 'none',
};

/** The definition that fits a style: what a bank's documents, or a month of looking at it, would tell. */
export function settingsOfStyle({ rowIds, rates }: InstitutionStyle): StyleSettings {
  // How late such a bank books is nothing that its documents say, so it is left to be learnt.
  return {
    sourceIds: TRUST[rowIds],
    historyDays: 90,
    latenessDays: 10,
    pendingWindowDays: rates.late > 0 ? 25 : 10,
  };
}
