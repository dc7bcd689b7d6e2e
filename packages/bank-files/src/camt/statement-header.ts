import {
  type Balance,
  type CurrencySource,
  type FilePosition,
  findBalance,
  type StatementAccount,
  type StatementHeader,
} from '../statement.ts';
import { findDate } from './dates.ts';
import { findChild, findText, type XmlElement } from './xml-element.ts';

export type CamtFormat = 'camt052' | 'camt053' | 'camt054';

/** What stands before the first entry, each part as it was met. */
export interface HeaderParts {
  /** `GrpHdr` of the message, or null. */
  readonly group: XmlElement | null;
  /** The simple children of the statement element by name. */
  readonly fields: ReadonlyMap<string, XmlElement>;
  readonly account: StatementAccount;
  readonly balances: readonly Balance[];
  readonly summaries: StatementHeader['summaries'];
  readonly firstEntryCurrency: string | null;
}

/**
 * The header from all that stood before the first entry. The as-of date is that of the closing balance, else the end of the period, else the
 * day the message was made.
 */
export function buildStatementHeader(
  parts: HeaderParts,
  format: CamtFormat,
  statementIndex: number,
  position: FilePosition,
): StatementHeader {
  const { fields, group } = parts;
  const period = fields.get('FrToDt') ?? null;
  const periodTo = findDate(findChild(period, 'ToDtTm') ?? findChild(period, 'ToDt'));
  const created = findDate(fields.get('CreDtTm') ?? findChild(group, 'CreDtTm'));
  return {
    statementIndex,
    format,
    account: resolveCurrency(parts),
    statementId: findText(fields.get('Id') ?? null),
    sequenceNumber: findText(fields.get('ElctrncSeqNb') ?? null) ?? findText(fields.get('LglSeqNb') ?? null),
    fileReference: findText(group, 'MsgId'),
    asOfDate: findBalance(parts.balances, 'closing')?.date ?? periodTo ?? created,
    asOfTime: null,
    periodFrom: findDate(findChild(period, 'FrDtTm') ?? findChild(period, 'FrDt')),
    periodTo,
    page: readPage(
      fields.get('StmtPgntn') ?? fields.get('RptPgntn') ?? fields.get('NtfctnPgntn') ?? findChild(group, 'MsgPgntn'),
    ),
    timing: format === 'camt052' ? 'interim' : 'final',
    isCorrection: false,
    floorLimit: null,
    balances: parts.balances,
    summaries: parts.summaries,
    position,
  };
}

/**
 * The account's currency: the stated one, else that of a booked balance, which is kept in it by definition, else
 * that of the first entry, and of any other balance only where nothing better is there.
 */
function resolveCurrency(parts: HeaderParts): StatementAccount {
  const { account, balances, firstEntryCurrency } = parts;
  if (account.currency !== null) return account;
  const booked = findBalance(balances, 'opening') ?? findBalance(balances, 'closing');
  const candidates: [string | null, CurrencySource][] = [
    [booked?.currency ?? null, 'balance'],
    [firstEntryCurrency, 'entry'],
    [balances[0]?.currency ?? null, 'balance'],
  ];
  const [currency, currencySource] = candidates.find(([candidate]) => candidate !== null) ?? [null, null];
  return { ...account, currency, currencySource };
}

function readPage(pagination: XmlElement | null): StatementHeader['page'] {
  const number = findText(pagination, 'PgNb');
  return number === null ? null : { number, isLast: findText(pagination, 'LastPgInd') !== 'false' };
}
