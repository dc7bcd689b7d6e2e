import type { StatementHeader } from './statement.ts';

/** What a header says where its format has no place for it: formats of small banks carry an account and movements only. */
export const PLAIN_STATEMENT = {
  statementId: null,
  sequenceNumber: null,
  fileReference: null,
  asOfDate: null,
  asOfTime: null,
  periodFrom: null,
  periodTo: null,
  page: null,
  timing: 'final',
  isCorrection: false,
  floorLimit: null,
  balances: [],
  summaries: [],
} as const satisfies Partial<StatementHeader>;
