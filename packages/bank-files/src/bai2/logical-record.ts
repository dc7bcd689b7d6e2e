import type { PhysicalLine } from '../line-splitter.ts';
import type { FilePosition } from '../statement.ts';
import { type RecordCode, type RecordPiece, splitRecordLine } from './record-line.ts';

/** A record with all its continuations. */
export interface LogicalRecord {
  readonly code: Exclude<RecordCode, '88'> | null;
  readonly pieces: readonly RecordPiece[];
  /** Records as the bank counts them: this one and its 88s, but not lines without a code. */
  readonly recordCount: number;
  /** More continuation lines or characters than allowed; the rest was dropped. */
  readonly isOverlong: boolean;
  /** The file ended within the last piece, without an end mark. */
  readonly isCut: boolean;
  readonly position: FilePosition;
}

/** Characters of one record with its continuations; a file without end marks must not fill the memory. */
const MAX_RECORD_LENGTH = 10_000_000;

/**
 * Joins 88 records, and lines without any code, to the record before them. A record is handed out when the next one
 * begins, so at most one is held.
 */
export class LogicalRecordAssembler {
  #pieces: RecordPiece[] = [];
  #length = 0;
  #recordCount = 0;
  #isOverlong = false;
  readonly #maxPieces: number;

  constructor(maxPieces: number) {
    this.#maxPieces = maxPieces;
  }

  write(line: PhysicalLine): LogicalRecord[] {
    const records: LogicalRecord[] = [];
    for (const piece of splitRecordLine(line)) {
      const continues = this.#pieces.length > 0 && (piece.code === '88' || piece.code === null);
      if (!continues) records.push(...this.end());
      if (piece.code !== null) this.#recordCount++;
      this.#length += piece.body.length;
      if (this.#pieces.length < this.#maxPieces && this.#length <= MAX_RECORD_LENGTH) this.#pieces.push(piece);
      else this.#isOverlong = true;
    }
    return records;
  }

  end(): LogicalRecord[] {
    const [first] = this.#pieces;
    const last = this.#pieces.at(-1);
    if (first === undefined || last === undefined) return [];
    const record: LogicalRecord = {
      // A continuation at the very beginning has nothing to continue and is as good as no code.
      code: first.code === '88' ? null : first.code,
      pieces: this.#pieces,
      recordCount: this.#recordCount,
      isOverlong: this.#isOverlong,
      isCut: !last.isTerminated && !last.endsWithSlash,
      position: { byteOffset: first.byteOffset, line: first.line, record: first.code ?? '' },
    };
    this.#pieces = [];
    this.#length = 0;
    this.#recordCount = 0;
    this.#isOverlong = false;
    return [record];
  }
}
