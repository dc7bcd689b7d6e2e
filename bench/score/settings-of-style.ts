import type { InstitutionStyle } from '@causeway/bank-simulator';
import type { Institution } from '../../src/domain/institution.ts';

/** What an operator writes into the definition of such a bank. */
export type StyleSettings = Pick<Institution, 'sourceIds' | 'historyDays' | 'latenessDays' | 'pendingWindowDays'>;

/** The definition that fits a style: what a bank's own documents or a week of looking at it would tell. */
export function settingsOfStyle(style: InstitutionStyle): StyleSettings {
  return {
    sourceIds: style.rowIds === 'none' ? 'none' : 'stable',
    historyDays: 90,
    latenessDays: 10,
    pendingWindowDays: 10,
  };
}
