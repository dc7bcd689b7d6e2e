import { describe, expect, it } from 'vitest';
import { fileConnector } from './connector.ts';

/** A BAI2 file of the given account records, with trailers that add up in their counts. */
function bai2(accounts: readonly (readonly string[])[], options: { date?: string; modifier?: string } = {}): string {
  const { date = '261120', modifier = '2' } = options;
  const body = accounts.flatMap((records) => [...records, `49,0,${records.length + 1}/`]);
  return [
    '01,SENDER,RECEIVER,261121,0600,1,80,1,2/',
    `02,RECEIVER,BANK,1,${date},2359,USD,${modifier}/`,
    ...body,
    `98,0,${accounts.length},${body.length + 2}/`,
    `99,0,1,${body.length + 4}/`,
  ].join('\n');
}

const SETTINGS = { currency: null, dateOrder: null, csvProfile: null, isStrict: false, takesDamaged: false };

async function* bytesOf(...chunks: readonly string[]) {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

async function read(...chunks: readonly string[]) {
  return fileConnector.read(bytesOf(...chunks), SETTINGS);
}

async function readOnly(file: string) {
  const { readings } = await read(file);
  const [reading] = readings;
  if (reading?.observation === null || reading === undefined)
    throw new Error(`nothing read: ${JSON.stringify(readings)}`);
  return reading.observation;
}

it('a statement of a format that has to name its account and does not is damaged: no person can add it', async () => {
  const file = ':20:REF\n:28C:1/1\n:60F:C261120EUR100,00\n:61:2611201120D1,00NMSCX\n:62F:C261120EUR99,00\n-\n';
  expect(await read(file)).toMatchObject({
    readings: [],
    problem: {
      reason: 'damaged',
      code: 'account_id_missing',
      message: expect.stringContaining('get a corrected file'),
    },
  });
});

it('a table of too many columns waits for its layout, and says what to do', async () => {
  const table = `2026-01-05,a,-1.00${',1.00'.repeat(100_000)}\n`.repeat(2);
  expect(await read(table)).toMatchObject({
    format: null,
    readings: [],
    problem: {
      reason: 'layoutUnclear',
      code: 'csv_too_many_columns',
      message: expect.stringMatching(/200 columns at most\) Send it in the field csvProfile of the upload/),
    },
  });
});

describe('dates that nothing tells the order of', () => {
  const qif = '!Type:Bank\nD1/2/2026\nT5.00\nPx\n^\nD2/3/2026\nT6.00\nPy\n^\n';

  it('keep the rows out until the order is said', async () => {
    const { readings, problem } = await read(qif);
    expect(problem).toBeNull();
    expect(readings).toMatchObject([
      {
        observation: { rows: [{}, {}] },
        problem: { reason: 'layoutUnclear', code: 'date_order_assumed', record: 'D' },
      },
    ]);
    const said = await fileConnector.read(bytesOf(qif), { ...SETTINGS, dateOrder: 'DMY' });
    expect(said.readings[0]?.observation?.rows.map(({ postedDate }) => postedDate)).toEqual([
      '2026-02-01',
      '2026-03-02',
    ]);
  });
});

describe('one file with a report of the running day and the final statement', () => {
  const group = (modifier: string, ...rows: readonly string[]) => [
    `02,RECEIVER,BANK,1,261120,2359,USD,${modifier}/`,
    '03,0001234410,USD,,,,/',
    ...rows,
    '49,,/',
    '98,,/',
  ];

  it('gives each entry once, as the final statement has it', async () => {
    const [coffee, tea] = ['16,475,450,,,,COFFEE/', '16,475,900,,,,TEA/'];
    const groups = [group('1', coffee), group('1', coffee, tea), group('2', coffee)];
    const { rows } = await readOnly(['01,SENDER,RECEIVER,261121,0600,1,80,,2/', ...groups.flat(), '99,,/'].join('\n'));
    expect(rows.map(({ status, amount }) => `${status} ${amount}`)).toEqual(['pending -9.00', 'posted -4.50']);
  });
});

describe('money that the file speaks of and that is not counted', () => {
  const camt = (...statuses: readonly string[]) =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${statuses
      .map(
        (status) =>
          `<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>`,
      )
      .join('')}</Stmt></BkToCstmrStmt></Document>`;

  it('is told as a problem of the file, and all else counts', async () => {
    const { readings, problem } = await read(camt('BOOK', 'XXXX'));
    expect(problem).toMatchObject({ reason: 'damaged', code: 'status_unknown', record: 'Ntry/Sts' });
    expect(problem?.message).toContain('not counted. (Sts "XXXX")');
    expect(readings[0]?.observation?.rows).toHaveLength(1);
  });

  it('is a row of a table that has a date and no amount', async () => {
    const csvProfile = {
      name: 'table',
      headerRow: 0,
      delimiter: ',',
      decimalMark: '.',
      dateOrder: 'YMD',
      date: 'Date',
      description: ['Text'],
      amount: { kind: 'signed', column: 'Amount' },
    };
    const table = 'Date,Text,Amount\n2026-11-20,Coffee,-4.50\n2026-11-21,Tea,\n';
    const { readings, problem } = await fileConnector.read(bytesOf(table), { ...SETTINGS, csvProfile });
    expect(problem).toMatchObject({ reason: 'damaged', code: 'row_without_amount', line: 3 });
    expect(readings[0]?.observation?.rows).toHaveLength(1);
  });

  it('is none where the bank itself calls an entry information', async () => {
    expect((await read(camt('BOOK', 'INFO', 'FUTR'))).problem).toBeNull();
  });

  it('is what a group takes back that the bank marks as deleted or corrected', async () => {
    const file = bai2([['03,1,USD,,,,/', '16,142,1250,0,,,X/']]).replace('BANK,1,', 'BANK,2,');
    expect(await read(file)).toMatchObject({ readings: [], problem: { code: 'group_not_imported', line: 2 } });
    const corrected = await read(file.replace('BANK,2,', 'BANK,3,'));
    expect(corrected).toMatchObject({ problem: { code: 'group_corrects', line: 2 } });
    expect(corrected.readings[0]?.observation?.rows).toHaveLength(1);
  });
});

describe('a statement that may be cut in its last text', () => {
  const cut = ':20:R\n:25:1234\n:28C:1\n:60F:C261119EUR100,00\n:61:2611201120D4,50NTRFX\n:86:COFFEE AT THE COR';

  it('may be looked at and does not count', async () => {
    const { readings, problem } = await read(cut);
    expect(problem).toBeNull();
    expect(readings).toMatchObject([
      {
        accountNumber: '1234',
        observation: { rows: [{ amount: '-4.50' }] },
        problem: { reason: 'damaged', code: 'statement_end_unproven', line: 6 },
      },
    ]);
  });

  it('counts once a person takes it, and as one that need not be whole', async () => {
    const { readings } = await fileConnector.read(bytesOf(cut), { ...SETTINGS, takesDamaged: true });
    expect(readings).toMatchObject([
      { problem: null, observation: { rows: [{}], dataAsOf: null, statedBalances: [] } },
    ]);
  });

  it('is none behind which the end mark or the closing balance stands', async () => {
    for (const end of ['\n-\n', '\n:62F:C261120EUR95,50\n']) {
      const { readings } = await read(cut + end);
      expect(readings, end).toMatchObject([{ problem: null, observation: { rows: [{}] } }]);
    }
  });
});

describe('a statement that stands in the file twice', () => {
  it('gives its rows once, and leaves the account whole', async () => {
    const records = ['03,0001234410,USD,010,10000,,,015,11250,,/', '16,142,1250,0,BREF1,CREF1,ACH CREDIT SOMEBODY/'];
    const file = bai2([records, records]);
    const { readings, problem } = await read(file);
    expect(problem).toBeNull();
    expect(readings).toHaveLength(1);
    expect((await readOnly(file)).rows).toHaveLength(1);
  });
});

describe('a statement', () => {
  it('becomes an observation that proves no absence', async () => {
    const observation = await readOnly(
      bai2([['03,0001234410,USD,010,10000,,,015,11250,,/', '16,142,1250,0,BREF1,CREF1,ACH CREDIT SOMEBODY/']]),
    );
    expect(observation.accountNumber).toBe('0001234410');
    expect(observation.coverage).toEqual({ from: '2026-11-20', to: '2026-11-20', complete: true, proves: [] });
    expect(observation.rows).toMatchObject([
      {
        status: 'posted',
        postedDate: '2026-11-20',
        amount: '12.50',
        currency: 'USD',
        rail: 'ach',
        baiCode: '142',
        bankReference: 'BREF1',
        sourceId: null,
      },
    ]);
  });

  it('gives an opening balance to the day before when it has rows on its day', async () => {
    const observation = await readOnly(bai2([['03,1,USD,010,10000,,,015,11250,,/', '16,142,1250,0,,,X/']]));
    expect(observation.statedBalances).toEqual([
      { date: '2026-11-19', statedAs: 'opening', amount: '100.00' },
      { date: '2026-11-20', statedAs: 'closing', amount: '112.50' },
    ]);
    expect(observation.currentBalances).toEqual({
      ledger: '112.50',
      available: null,
      asOf: '2026-11-20T23:59:59.999Z',
    });
  });

  it('shows interim rows as pending and states no balance for a day that goes on', async () => {
    const file = bai2([['03,1,USD,015,11250,,/', '16,142,1250,0,,,X/']], { modifier: '1' });
    const observation = await readOnly(file);
    expect(observation.rows).toMatchObject([{ status: 'pending', postedDate: '2026-11-20' }]);
    expect(observation.statedBalances).toEqual([]);
  });
});

describe('a balance in another currency than the account', () => {
  const balance = (code: string, currency: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt>` +
    '<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>';
  const camt = (...balances: string[]) =>
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>' +
    `<Stmt><Id>1</Id><Acct><Id><IBAN>DE02100100100006820101</IBAN></Id><Ccy>EUR</Ccy></Acct>${balances.join('')}</Stmt>` +
    '</BkToCstmrStmt></Document>';

  it('is none of its own', async () => {
    const observation = await readOnly(camt(balance('OPBD', 'EUR', '10.00'), balance('CLBD', 'SEK', '110.00')));
    expect(observation.currentBalances).toBeNull();
    expect(observation.statedBalances).toMatchObject([{ statedAs: 'opening', amount: '10.00' }]);
  });

  it('does not hide the one in its own', async () => {
    const observation = await readOnly(camt(balance('CLBD', 'EUR', '10.00'), balance('CLBD', 'SEK', '110.00')));
    expect(observation.currentBalances).toMatchObject({ ledger: '10.00' });
    expect(observation.statedBalances).toMatchObject([{ statedAs: 'closing', amount: '10.00' }]);
  });
});

describe('a file', () => {
  it('gives one reading per account, with the rows of all its statements', async () => {
    const file = bai2([
      ['03,1,USD,,,,/', '16,142,100,0,,,SAME/'],
      ['03,2,USD,,,,/', '16,142,200,0,,,OTHER/'],
      ['03,1,USD,,,,/', '16,142,100,0,,,SAME/'],
    ]);
    const { readings, format, problem } = await read(file);
    expect({ format, problem }).toEqual({ format: 'bai2', problem: null });
    expect(readings.map(({ accountNumber, observation }) => [accountNumber, observation?.rows.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
  });

  it('keeps accounts of one number apart by currency', async () => {
    const { readings } = await read(bai2([['03,1,USD,,,,/'], ['03,1,EUR,,,,/']]));
    expect(readings.map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
  });

  it('damages the account of a damaged statement and no other', async () => {
    const { readings } = await read(
      bai2([['03,1,USD,,,,/', '16,142,1x0,0,,,X/'], ['03,2,USD,,,,/', '16,142,200,0,,,X/'], ['03,1,USD,,,,/']]),
    );
    expect(readings.map(({ accountNumber, observation }) => [accountNumber, observation === null])).toEqual([
      ['1', true],
      ['2', false],
    ]);
    expect(readings[0]?.problem).toMatchObject({ reason: 'damaged', line: 4, record: '16' });
  });

  it('names the reason when it is no bank file', async () => {
    const { format, readings, problem } = await read('hello, ', 'this is no bank file\n');
    expect({ format, readings }).toEqual({ format: null, readings: [] });
    expect(problem?.reason).toBe('unknownFormat');
  });

  it('reports a file that ends early', async () => {
    const whole = bai2([['03,1,USD,,,,/', '16,142,100,0,,,X/']]);
    const { readings, problem } = await read(whole.slice(0, whole.indexOf('49,')));
    expect(readings.every(({ observation }) => observation === null)).toBe(true);
    expect(problem?.reason ?? readings[0]?.problem?.reason).toBe('damaged');
  });
});
