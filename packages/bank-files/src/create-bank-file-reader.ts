import { Buffer } from 'node:buffer';
import { type Bai2Options, Bai2Reader } from './bai2/read-bai2.ts';
import type { BankFileEvent, BankFileReader } from './bank-file-event.ts';
import { type CamtOptions, CamtReader } from './camt/read-camt.ts';
import { type CsvOptions, CsvReader } from './csv/read-csv.ts';
import { BankTextDecoder, type Decoded } from './decode-text.ts';
import { type Detection, detectFormat, type FormatFamily, hasAtSignLines } from './detect-format.ts';
import { findPacking } from './find-packing.ts';
import { type MtOptions, MtReader } from './mt/read-mt.ts';
import { type OfxOptions, OfxReader } from './ofx/read-ofx.ts';
import { buildProblem, type ProblemCode, quote } from './problem.ts';
import { type QifOptions, QifReader } from './qif/read-qif.ts';
import { RepeatFilter } from './repeat-filter.ts';
import { StrictFilter } from './strict-filter.ts';
import type { TextReader } from './text-reader.ts';

/** How strictly to read, and what to know of each format; those of other formats than the file is in are not looked at. */
export interface BankFileOptions {
  /** Refuses what is read with a warning otherwise: a statement with one is dropped, and a warning about the file ends the reading. */
  readonly isStrict?: boolean;
  readonly bai2?: Bai2Options;
  readonly camt?: CamtOptions;
  readonly mt?: MtOptions;
  readonly ofx?: OfxOptions;
  readonly qif?: QifOptions;
  readonly csv?: CsvOptions;
}

/** The format is told from this many bytes, always the same however they arrive, so that chunk borders change nothing. */
const DETECTION_BYTES = 4096;

/** Text is handed on in slices of this size, so that one huge `write` needs no more memory than many small ones. */
const SLICE_BYTES = 64 * 1024;

/**
 * A reader for one file of any supported format: detects it from the content, decodes the text and hands out events
 * as `BankFileEvent` describes. Never throws on what the file contains; writing after `end` is a programmer's error and throws.
 */
export function createBankFileReader(options: BankFileOptions = {}): BankFileReader {
  const reader = new DetectingReader(options);
  const repeats = new RepeatFilter();
  const strict = options.isStrict === true ? new StrictFilter() : null;
  const judge = (events: BankFileEvent[]) => {
    const once = repeats.apply(events);
    return strict === null ? once : strict.apply(once);
  };
  return { write: (chunk) => judge(reader.write(chunk)), end: () => judge(reader.end()) };
}

class DetectingReader implements BankFileReader {
  readonly #options: BankFileOptions;
  #prefix: Uint8Array[] = [];
  #prefixLength = 0;
  #decoder: BankTextDecoder | null = null;
  #reader: TextReader | null = null;
  #hasFailed = false;
  #hasEnded = false;

  constructor(options: BankFileOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array): BankFileEvent[] {
    if (this.#hasEnded) throw new Error('write after end: create a new reader for each file');
    if (this.#hasFailed || chunk.length === 0) return [];
    if (this.#decoder !== null) return this.#decode(chunk);
    // A copy (a Buffer's own slice is none): the caller may reuse its buffer before the format is told.
    this.#prefix.push(new Uint8Array(chunk));
    this.#prefixLength += chunk.length;
    return this.#prefixLength < DETECTION_BYTES ? [] : this.#detect();
  }

  end(): BankFileEvent[] {
    if (this.#hasEnded) throw new Error('end was called twice');
    const events = this.#decoder === null && !this.#hasFailed ? this.#detect() : [];
    this.#hasEnded = true;
    const { reader, decoder } = { reader: this.#reader, decoder: this.#decoder };
    if (this.#hasFailed || reader === null || decoder === null) return events;
    this.#readDecoded(decoder.end(), events);
    if (!this.#hasFailed) this.#append(reader.end(), events);
    if (this.#hasFailed) return events;
    const { statementCount, lineEnding } = reader.progress;
    events.push({ type: 'fileEnd', fileEnd: { encoding: decoder.encoding, lineEnding, statementCount } });
    return events;
  }

  #detect(): BankFileEvent[] {
    const bytes = Buffer.concat(this.#prefix);
    this.#prefix = [];
    const front = bytes.subarray(0, DETECTION_BYTES);
    const packing = findPacking(front);
    if (packing !== null) return [this.#fail('packed_file', `begins as ${packing} does`)];
    const detection = applyProfile(detectFormat(readAsciiFront(front)), this.#options.csv);
    if (detection.kind !== 'family')
      return [
        this.#refuse(detection.kind === 'empty' && bytes.length > front.length ? 'unknown' : detection.kind, front),
      ];
    const decoder = new BankTextDecoder(front, detection.declaredCharset);
    this.#decoder = decoder;
    this.#reader = buildReader(detection.family, readAsciiFront(front), decoder.startOffset, this.#options);
    return this.#decode(bytes);
  }

  #refuse(kind: 'empty' | 'html' | 'unknown', front: Uint8Array): BankFileEvent {
    const code = kind === 'empty' ? 'empty_file' : kind === 'html' ? 'html_page' : 'unknown_format';
    const reason =
      kind === 'unknown'
        ? `begins with ${quote(readAsciiFront(front).trim().slice(0, 20))}, expected BAI2, camt XML, MT940, MT942, OFX, QIF or CSV`
        : `found ${kind === 'html' ? 'HTML' : 'nothing but blanks'}`;
    return this.#fail(code, reason);
  }

  #fail(code: ProblemCode, reason: string): BankFileEvent {
    this.#hasFailed = true;
    const problem = buildProblem(code, reason, { byteOffset: 0, line: 1, record: '' });
    return { type: 'error', error: { ...problem, format: null } };
  }

  #decode(bytes: Uint8Array): BankFileEvent[] {
    const events: BankFileEvent[] = [];
    for (let at = 0; at < bytes.length && !this.#hasFailed; at += SLICE_BYTES) {
      this.#readDecoded(this.#decoder?.write(bytes.subarray(at, at + SLICE_BYTES)) ?? [], events);
    }
    return events;
  }

  #readDecoded(decoded: readonly Decoded[], events: BankFileEvent[]): void {
    for (const item of decoded) {
      const reader = this.#reader;
      if (this.#hasFailed || reader === null) return;
      if (!('code' in item)) {
        this.#append(reader.write(item), events);
      } else if (item.isFatal) {
        this.#append(reader.abort(item), events);
      } else {
        const place = { byteOffset: item.byteOffset, line: reader.progress.line, record: '' };
        events.push({ type: 'warning', warning: buildProblem(item.code, item.reason, place) });
      }
    }
  }

  #append(from: readonly BankFileEvent[], events: BankFileEvent[]): void {
    for (const event of from) {
      events.push(event);
      if (event.type === 'error') this.#hasFailed = true;
    }
  }
}

/** With a declared profile anything that is no other format is the table it describes. */
function applyProfile(detection: Detection, csv: CsvOptions | undefined): Detection {
  if (csv?.profile === undefined) return detection;
  const isTable = detection.kind === 'unknown' || (detection.kind === 'family' && detection.family === 'csv');
  return isTable ? { kind: 'family', family: 'csv', declaredCharset: csv.profile.charset ?? null } : detection;
}

function buildReader(family: FormatFamily, front: string, startOffset: number, options: BankFileOptions): TextReader {
  switch (family) {
    case 'bai2':
      return new Bai2Reader(startOffset, options.bai2 ?? {});
    case 'xml':
      return new CamtReader(startOffset, options.camt ?? {});
    case 'mt':
      return new MtReader(startOffset, options.mt ?? {}, hasAtSignLines(front));
    case 'ofx':
      return new OfxReader(startOffset, options.ofx ?? {}, front);
    case 'qif':
      return new QifReader(startOffset, options.qif ?? {});
    case 'csv':
      return new CsvReader(startOffset, options.csv ?? {});
  }
}

/** The front as ASCII: marks and the zeros of UTF-16 dropped, which is all that detection needs. */
function readAsciiFront(front: Uint8Array): string {
  const text = Buffer.from(front.buffer, front.byteOffset, front.byteLength).toString('latin1');
  return text.replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '').replaceAll('\u0000', '');
}
