import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { OutgoingEntry, OutgoingStatement } from '../src/write/outgoing.ts';
import { writeBankFile } from '../src/write/write-bank-file.ts';
import type { WritableFormat } from '../src/write/write-scope.ts';

/**
 * The command for large files: `node bench/large-file.ts [--format bai2] [--megabytes 1024]`. Every format when none is named. Writes a file of that size
 * into a temporary folder, reads it with the package as it is published, in a process of its own, prints its time and largest memory, and deletes it.
 * Exit code 1 when reading needs more than 200 MB, or does not find every entry.
 */
const { values } = parseArgs({
  options: {
    format: { type: 'string' },
    megabytes: { type: 'string', default: '1024' },
  },
});

const FORMATS: readonly WritableFormat[] = ['bai2', 'camt053', 'mt940', 'ofx', 'csv'];
const MAX_RSS_MB = 200;

interface Reading {
  readonly entries: number;
  readonly statements: number;
  readonly seconds: number;
  readonly maxRssMb: number;
}

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'bank-files-large-'));
try {
  await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(PACKAGE, 'generate-package.ts'),
    join(folder, 'dist'),
  ]);
  await symlink(join(PACKAGE, '../../node_modules'), join(folder, 'node_modules'));
  const formats = FORMATS.filter((format) => values.format === undefined || values.format === format);
  for (const format of formats) await measure(format, Number(values.megabytes) * 1e6);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(format: WritableFormat, bytes: number): Promise<void> {
  const path = join(folder, `large.${format}`);
  try {
    const written = await write(format, path, bytes);
    const { size } = await stat(path);
    const found = await readApart(path);
    const rate = (size / 1e6 / found.seconds).toFixed(0);
    const isRight = found.entries === written && found.maxRssMb <= MAX_RSS_MB;
    console.log(
      `${format}: ${(size / 1e6).toFixed(0)} MB, ${found.entries} of ${written} entries in ${found.statements} statements, ` +
        `${found.seconds.toFixed(1)} s (${rate} MB/s), at most ${found.maxRssMb} MB${isRight ? '' : ': FAILED'}`,
    );
    if (!isRight) process.exitCode = 1;
  } finally {
    await rm(path, { force: true });
  }
}

/** Statements of 50,000 entries, until the file is large enough; gives the number of entries. */
async function write(format: WritableFormat, path: string, bytes: number): Promise<number> {
  let length = 0;
  let count = 0;
  function* entries(): Generator<OutgoingEntry> {
    for (let i = 0; i < 50_000 && length < bytes; i++) yield buildEntry(count++);
  }
  function* statements(): Generator<OutgoingStatement> {
    for (let number = 1; length < bytes; number++) {
      yield {
        account: { id: `DE8937040044${String(number).padStart(10, '0')}`, currency: 'EUR', servicerId: 'COBADEFF' },
        statementId: `S${number}`,
        asOfDate: '2026-01-31',
        balances: [
          { type: 'opening', amount: '1000.00', date: '2026-01-31' },
          { type: 'closing', amount: '2000.00', date: '2026-01-31' },
        ],
        entries: entries(),
      };
    }
  }
  const file = { fileId: 'F1', senderId: '1', receiverId: '2', createdAt: '2026-01-31T12:00:00Z' };
  async function* counted() {
    for await (const chunk of writeBankFile(format, statements(), { file, onLoss: () => {} })) {
      length += chunk.length;
      yield chunk;
    }
  }
  await pipeline(counted, createWriteStream(path));
  return count;
}

function buildEntry(i: number): OutgoingEntry {
  const amount = `${i % 3 === 0 ? '-' : ''}${(i % 9973) + 1}.${String(i % 100).padStart(2, '0')}`;
  return {
    bookingDate: '2026-01-31',
    valueDate: '2026-01-31',
    amount,
    bankReference: `B${i}`,
    customerReference: `C${i % 1000}`,
    references: { endToEndId: `E2E-${i}` },
    counterparty: { name: `Company ${i % 500} Ltd` },
    description: `Invoice ${i} of order ${i * 7} with thanks for your payment`,
  };
}

/** Memory of a process that does nothing but read. */
async function readApart(path: string): Promise<Reading> {
  const { stdout } = await run(process.execPath, [
    join(PACKAGE, 'bench/read-file.mjs'),
    join(folder, 'dist/index.js'),
    path,
  ]);
  return JSON.parse(stdout);
}
