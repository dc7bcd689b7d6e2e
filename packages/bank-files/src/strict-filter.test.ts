import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { findFault } from '../fuzz/check-reader.ts';
import { FUZZ_TARGETS } from '../fuzz/seeds.ts';
import { type BankFileOptions, createBankFileReader } from './create-bank-file-reader.ts';
import { collectEvents } from './read-bank-file.ts';

const HEAD = ':20:REF\n:25:DE89370400440532013000\n:60F:C260105EUR100,00\n:61:2601060106C25,50NTRFX\n';
const GOOD = `${HEAD}:62F:C260106EUR125,50\n-\n`;
const WRONG = `${HEAD}:62F:C260106EUR125,51\n-\n`;

function read(text: string, options: BankFileOptions = { isStrict: true }) {
  const reader = createBankFileReader(options);
  const events = [...reader.write(Buffer.from(text)), ...reader.end()];
  expect(findFault(events)).toBeNull();
  return collectEvents(events);
}

describe('a strict reader', () => {
  it('takes a file without any warning as it is', () => {
    expect(read(GOOD)).toEqual(read(GOOD, {}));
  });

  it('drops a statement with a warning, and keeps the others', () => {
    const file = read(GOOD + WRONG + GOOD.replace('NTRFX', 'NTRFY'));
    expect(file.statements.map(({ header }) => header.statementIndex)).toEqual([0, 2]);
    expect(file).toMatchObject({
      error: null,
      warnings: [],
      statementErrors: [{ code: 'balances_do_not_add_up', statementIndex: 1 }],
    });
  });

  it('drops it once, whether the warning comes before its header or it is damaged as well', () => {
    const early = read(HEAD.replace('EUR', '   ') + GOOD.slice(HEAD.length));
    expect(early).toMatchObject({
      statements: [],
      statementErrors: [{ code: 'balance_currency_missing' }],
      error: null,
    });
    const twice = read(`${HEAD.replace('EUR', '')}:61:x\n:62F:C260106EUR1,\n-\n`);
    expect(twice.statementErrors).toHaveLength(1);
  });

  it('ends with a warning about the file, and with it the statement that is open', () => {
    const bai =
      '01,A,B,260106,0600,1,80,1,2/\n02,B,A,1,260105,,USD,2/\n03,1,,010,5,,/\n49,5,2/\n98,6,1,4/\n99,6,1,6/\n';
    const file = read(bai);
    expect(file.statements).toHaveLength(1);
    expect(file).toMatchObject({ error: { code: 'control_total_mismatch', format: 'bai2' }, fileEnd: null });
    const ofx = '<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM></STMTRS></OFX>';
    expect(read(ofx)).toMatchObject({ error: { code: 'header_irregular', format: 'ofx' }, statements: [] });
  });

  it.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))(
    'reads %s as the lenient one where both take it',
    (_, target) => {
      for (const seed of target.seeds) {
        const strict = read(seed.toString('latin1'), { ...target.options, isStrict: true });
        const lenient = read(seed.toString('latin1'), target.options);
        for (const statement of strict.statements) expect(lenient.statements).toContainEqual(statement);
        expect(strict.warnings).toEqual([]);
      }
    },
  );
});
