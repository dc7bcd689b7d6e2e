import type { BalanceType } from '../statement.ts';
import { writeCamtEntry } from './camt053-entry.ts';
import { writeAccountId, writeAmount, writeInstitution, writeMark } from './camt053-parts.ts';
import type { OutgoingBalance, OutgoingFile, OutgoingStatement, OutgoingStatements } from './outgoing.ts';
import { readBalanceMoney, requireCurrency, requireDate, splitInstant } from './outgoing-money.ts';
import type { WriteScope } from './write-scope.ts';
import { requireText, wrap, writeText } from './xml-text.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

const BALANCE_CODES: Readonly<Record<Exclude<BalanceType, 'other'>, string>> = {
  opening: 'OPBD',
  previousClosing: 'PRCD',
  closing: 'CLBD',
  openingAvailable: 'OPAV',
  closingAvailable: 'CLAV',
  currentLedger: 'ITBD',
  currentAvailable: 'ITAV',
  forwardAvailable: 'FWAV',
};

/** Writes camt.053.001.08, piece by piece, in UTF-8. */
export async function* writeCamt053(
  file: OutgoingFile,
  statements: OutgoingStatements,
  scope: WriteScope,
): AsyncGenerator<string, void, undefined> {
  const created = `<CreDtTm>${readInstant(file, scope)}</CreDtTm>`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NAMESPACE}"><BkToCstmrStmt>\n`;
  const id = requireText(file.fileId, { element: 'MsgId', field: 'file.fileId', maxLength: 35 }, scope);
  yield `<GrpHdr>${id}${created}</GrpHdr>\n`;
  for await (const statement of statements) {
    scope.nextStatement();
    yield writeHeader(statement, created, scope);
    const { currency } = statement.account;
    for await (const entry of statement.entries) {
      scope.nextEntry();
      yield writeCamtEntry(entry, currency, scope);
    }
    scope.endEntries();
    yield '</Stmt>\n';
  }
  yield '</BkToCstmrStmt></Document>\n';
}

function readInstant({ createdAt }: OutgoingFile, scope: WriteScope): string {
  splitInstant(createdAt, scope);
  return createdAt;
}

function writeHeader(statement: OutgoingStatement, created: string, scope: WriteScope): string {
  const { account, balances, periodFrom, periodTo, sequenceNumber } = statement;
  requireCurrency(account.currency, 'account.currency', scope);
  if (balances.length === 0) scope.refuse('balances', 'are empty, and the format wants one at least; choose csv');
  requireDate(statement.asOfDate, 'asOfDate', scope);
  const isNumber = /^\d{1,18}$/.test(sequenceNumber ?? '');
  if (sequenceNumber && !isNumber) scope.compare('sequenceNumber', sequenceNumber, null);
  const names = { element: 'Nm', maxLength: 70, overflow: 'cut' } as const;
  const owner = { element: 'Nm', field: 'account.ownerName', maxLength: 140, overflow: 'cut' } as const;
  return [
    `<Stmt>${requireText(statement.statementId, { element: 'Id', field: 'statementId', maxLength: 35 }, scope)}`,
    isNumber ? `<ElctrncSeqNb>${sequenceNumber}</ElctrncSeqNb>` : '',
    created,
    writePeriod(periodFrom ?? null, periodTo ?? null, scope),
    `<Acct>${writeAccountId(account, 'account.id', scope)}<Ccy>${account.currency}</Ccy>`,
    writeText(account.name, { ...names, field: 'account.name' }, scope),
    wrap('Ownr', writeText(account.ownerName, owner, scope)),
    wrap('Svcr', writeInstitution(account.servicerId, 'account.servicerId', scope)),
    '</Acct>\n',
    ...balances.map((balance) => writeBalance(balance, account.currency, scope)),
  ].join('');
}

/** Half a period has no place. */
function writePeriod(from: string | null, to: string | null, scope: WriteScope): string {
  if (from !== null && to !== null) {
    const first = requireDate(from, 'periodFrom', scope);
    const last = requireDate(to, 'periodTo', scope);
    return `<FrToDt><FrDtTm>${first}T00:00:00</FrDtTm><ToDtTm>${last}T23:59:59</ToDtTm></FrToDt>`;
  }
  if (from !== null) scope.compare('periodFrom', from, null);
  if (to !== null) scope.compare('periodTo', to, null);
  return '';
}

function writeBalance({ type, amount, date }: OutgoingBalance, currency: string, scope: WriteScope): string {
  const field = `balances.${type}`;
  const money = readBalanceMoney(amount, field, scope);
  const day = requireDate(date, `${field}.date`, scope);
  return (
    `<Bal><Tp><CdOrPrtry><Cd>${BALANCE_CODES[type]}</Cd></CdOrPrtry></Tp>${writeAmount(money, currency, field, scope)}` +
    `${writeMark(money.side)}<Dt><Dt>${day}</Dt></Dt></Bal>\n`
  );
}
