import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BankFileEvent } from './bank-file-event.ts';
import { createBankFileReader } from './create-bank-file-reader.ts';
import { collectStatements, readBankFile } from './read-bank-file.ts';

const FILE = '01,A,B,260106,0600,1,80,1,2/\n02,B,A,1,260105,,USD,2/\n03,1,/\n49,,2/\n98,,1,4/\n99,,1,6/\n';

describe('createBankFileReader', () => {
  it.each([
    ['', 'empty_file'],
    ['\n \n', 'empty_file'],
    ['<!doctype html><html><body>Please log in</body></html>', 'html_page'],
    ['00,0004,1/2/345,06/', 'unknown_format'],
    ['%PDF-1.7', 'packed_file'],
    [`${' '.repeat(5000)}01,`, 'unknown_format'],
  ])('refuses %j with %s and nothing else', (content, code) => {
    const file = collectStatements(Buffer.from(content));
    expect(file).toMatchObject({
      format: null,
      statements: [],
      warnings: [],
      error: { code, format: null },
      fileEnd: null,
    });
    expect(file.error?.message).not.toBe('');
  });

  it.each([
    ['a gzip file', gzipSync(FILE)],
    ['a gzip file', gzipSync(':20:X\n:25:1\n'.repeat(3))],
    ['a ZIP archive or an Excel workbook', Buffer.from('PK\u0003\u0004\u0014;,;')],
    ['a PDF document', Buffer.from('%PDF-1.4 01.02.2026;5,00')],
  ])('says that the file is %s, whatever table it was announced as', (packing, bytes) => {
    const profile = {
      name: 'x',
      delimiter: ';',
      headerRow: null,
      decimalMark: ',',
      dateOrder: 'DMY',
      date: 0,
    } as const;
    const csv = { profile: { ...profile, description: [1], amount: { kind: 'signed', column: 2 } } } as const;
    for (const options of [{}, { csv }]) {
      const { error, format } = collectStatements(bytes, options);
      expect({ error, format }).toMatchObject({
        error: { code: 'packed_file', reason: `begins as ${packing} does` },
        format: null,
      });
    }
  });

  it('hands out events as soon as they are certain, not at the end', () => {
    const reader = createBankFileReader();
    const head = FILE.slice(0, FILE.indexOf('49,'));
    expect(reader.write(Buffer.from('\n'.repeat(4090) + head))).toMatchObject([]);
    expect(reader.write(Buffer.from('49,,2/\n')).map((event) => event.type)).toEqual(['file', 'statement']);
    expect(reader.write(Buffer.from('98,,1,4/\n')).map((event) => event.type)).toEqual(['statementEnd']);
    expect(reader.write(Buffer.from('99,,1,6/\n'))).toEqual([]);
    expect(reader.end().map((event) => event.type)).toEqual(['fileEnd']);
  });

  it('says nothing more after an error', () => {
    const reader = createBankFileReader();
    expect(reader.write(Buffer.from('no bank file'.repeat(500))).map((event) => event.type)).toEqual(['error']);
    expect(reader.write(Buffer.from(FILE))).toEqual([]);
    expect(reader.end()).toEqual([]);
  });

  it('throws when it is used after its end, which only a programmer can do', () => {
    const reader = createBankFileReader();
    reader.end();
    expect(() => reader.write(Buffer.from('x'))).toThrow(/create a new reader/);
    expect(() => reader.end()).toThrow(/twice/);
  });

  it('names the byte where the text stops being in the charset it began in', () => {
    const bytes = Buffer.concat([Buffer.from(FILE.replace('03,1,/', '03,ä,/')), Buffer.from([0x0a, 0xe4])]);
    const warning = collectStatements(bytes).warnings.find(({ code }) => code === 'mixed_charset');
    expect(warning).toMatchObject({ byteOffset: bytes.length - 1, line: 8 });
  });
});

async function collect(events: AsyncIterable<BankFileEvent>): Promise<BankFileEvent[]> {
  const collected: BankFileEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe('readBankFile', () => {
  it('reads bytes and streams alike', async () => {
    async function* chunks() {
      for (const byte of Buffer.from(FILE)) yield Uint8Array.of(byte);
    }
    const fromBytes = await collect(readBankFile(Buffer.from(FILE)));
    expect(await collect(readBankFile(chunks()))).toEqual(fromBytes);
    expect(fromBytes.map((event) => event.type)).toEqual(['file', 'statement', 'statementEnd', 'fileEnd']);
  });
});
