import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readBankFile } from '../src/read-bank-file.ts';
import type { OutgoingEntry, OutgoingStatement } from '../src/write/outgoing.ts';
import { writeBankFile } from '../src/write/write-bank-file.ts';
import type { WritableFormat } from '../src/write/write-scope.ts';

/**
 * The command for large files: `node bench/large-file.ts [--format bai2] [--megabytes 1024]`. Every format when none is named. Writes a file of that size
 * into a temporary folder, reads it in a process of its own, prints time and the largest memory of either, and deletes it.
 * Exit code 1 when reading needs more than 200 MB, or does not find every entry.
 */
const { values } = parseArgs({
  options: {
    format: { type: 'string' },
    megabytes: { type: 'string', default: '1024' },
    /** For the process of its own: the file to read. */
    read: { type: 'string' },
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

if (values.read !== undefined) {
  console.log(JSON.stringify(await read(values.read)));
} else {
  const formats = FORMATS.filter((format) => values.format === undefined || values.format === format);
  for (const format of formats) await measure(format, Number(values.megabytes) * 1e6);
}

async function measure(format: WritableFormat, bytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bank-files-large-'));
  try {
    const path = join(folder, `large.${format}`);
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
    await rm(folder, { recursive: true, force: true });
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
function readApart(path: string): Promise<Reading> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', self, '--read', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`reading ended with ${code}`)),
    );
  });
}

async function read(path: string): Promise<Reading> {
  const started = performance.now();
  let entries = 0;
  let statements = 0;
  for await (const event of readBankFile(createReadStream(path))) {
    if (event.type === 'entry') entries++;
    else if (event.type === 'statementEnd') statements++;
    else if (event.type === 'error' || event.type === 'statementError') {
      throw new Error(`${event.error.message} ${event.error.reason}`);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  // The largest resident set of the process, in kilobytes.
  return { entries, statements, seconds, maxRssMb: Math.round(process.resourceUsage().maxRSS / 1000) };
}
