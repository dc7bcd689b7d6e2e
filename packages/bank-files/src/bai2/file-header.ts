import { FieldReader } from './field-reader.ts';
import type { LogicalRecord } from './logical-record.ts';
import { DEFAULT_RECORD_LENGTH } from './record-text.ts';

/** Record 01. */
export interface Bai2FileHeader {
  readonly fileId: string | null;
  readonly recordLength: number;
  /** `2` by the standard; null where the field is missing, as in the NAI dialect. */
  readonly version: string | null;
}

/** Reads an 01 record. A physical record length that is blank or no number is the default one. */
export function parseFileHeader(record: LogicalRecord): Bai2FileHeader {
  const fields = new FieldReader(record.pieces, true);
  const [, , , , fileId, recordLength, , version] = Array.from({ length: 8 }, () => fields.next() ?? '');
  return {
    fileId: fileId || null,
    recordLength: /^\d{2,4}$/.test(recordLength ?? '') ? Number(recordLength) : DEFAULT_RECORD_LENGTH,
    version: version || null,
  };
}
