/** One entry of a camt message. */
export interface CamtEntry {
  readonly amount: string;
  readonly side?: 'CRDT' | 'DBIT';
  readonly day: string;
  readonly reference?: string;
  readonly text: string;
  readonly status?: 'BOOK' | 'PDNG' | 'INFO';
  /** Amounts of its payments, which stand below the entry. */
  readonly details?: readonly string[];
}

const PARTS = {
  camt052: ['BkToCstmrAcctRpt', 'Rpt', 'camt.052.001.08'],
  camt053: ['BkToCstmrStmt', 'Stmt', 'camt.053.001.08'],
  camt054: ['BkToCstmrDbtCdtNtfctn', 'Ntfctn', 'camt.054.001.08'],
} as const;

/** A camt message of one account in euro, made for tests. */
export function camt(
  kind: keyof typeof PARTS,
  iban: string,
  entries: readonly CamtEntry[],
  balances: { readonly opening?: string; readonly closing?: string; readonly day?: string } = {},
): string {
  const [message, statement, version] = PARTS[kind];
  const balance = (code: string, amount: string | undefined) =>
    amount === undefined
      ? ''
      : `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${balances.day}</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${message}><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T06:00:00</CreDtTm></GrpHdr>
<${statement}><Id>S1</Id><CreDtTm>2026-11-20T06:00:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', balances.opening)}${balance('CLBD', balances.closing)}
${entries.map(camtEntry).join('\n')}
</${statement}></${message}></Document>`;
}

function camtEntry({ amount, side = 'DBIT', day, reference, text, status = 'BOOK', details = [] }: CamtEntry): string {
  const payments = details.map(
    (each) =>
      `<TxDtls><Refs><EndToEndId>E${each}</EndToEndId></Refs><Amt Ccy="EUR">${each}</Amt><CdtDbtInd>${side}</CdtDbtInd></TxDtls>`,
  );
  return [
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts>`,
    `<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>`,
    reference === undefined ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`,
    '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>',
    payments.length === 0 ? '' : `<NtryDtls>${payments.join('')}</NtryDtls>`,
    `<AddtlNtryInf>${text}</AddtlNtryInf></Ntry>`,
  ].join('');
}

/** A BAI2 file of one day; `modifier` 1 makes it a report of the running day. */
export function bai2(
  accounts: Readonly<Record<string, readonly string[]>>,
  options: { readonly date?: string; readonly modifier?: '1' | '2' } = {},
): string {
  const { date = '261120', modifier = '2' } = options;
  const body = Object.entries(accounts).flatMap(([account, rows]) => [
    `03,${account},USD,,,,/`,
    ...rows,
    `49,0,${rows.length + 2}/`,
  ]);
  return [
    '01,BANK,CLIENT,261121,0600,1,80,1,2/',
    `02,CLIENT,BANK,1,${date},2359,USD,${modifier}/`,
    ...body,
    `98,0,${Object.keys(accounts).length},${body.length + 2}/`,
    `99,0,1,${body.length + 4}/`,
    '',
  ].join('\n');
}

/** An MT940, or with `isInterim` an MT942, of one account in euro; rows are `:61:` and `:86:` fields. */
export function mt(account: string, rows: readonly string[], isInterim = false): string {
  return [
    ':20:STMT1',
    `:25:${account}`,
    ':28C:1/1',
    ...(isInterim ? [':34F:EUR0,', ':13D:2611201200+0100'] : [':60F:C261119EUR1000,00']),
    ...rows,
    ...(isInterim ? [] : [':62F:C261120EUR987,50']),
    '-',
    '',
  ].join('\n');
}

/** An OFX 1 file of one bank account; rows are `[FITID, date, amount, name]`. */
export function ofx(account: string, currency: string | null, rows: readonly (readonly string[])[]): string {
  const entries = rows.map(
    ([id, date, amount, name]) =>
      `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${date}<TRNAMT>${amount}<FITID>${id}<NAME>${name}</STMTTRN>`,
  );
  return `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS>${
    currency === null ? '' : `<CURDEF>${currency}`
  }<BANKACCTFROM><BANKID>021000021<ACCTID>${account}<ACCTTYPE>SAVINGS</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261130${entries.join(
    '',
  )}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`;
}
