/** First bytes of what people send in place of a bank file, as Latin-1. */
const MARKS: readonly (readonly [string, string])[] = [
  ['\u001f\u008b', 'a gzip file'],
  ['PK\u0003\u0004', 'a ZIP archive or an Excel workbook'],
  ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'an old Excel workbook'],
  ["7z\u00bc\u00af'\u001c", 'a 7-Zip archive'],
  ['BZh', 'a bzip2 file'],
  ['\u00fd7zXZ\u0000', 'an XZ file'],
  ['(\u00b5/\u00fd', 'a Zstandard file'],
  ['%PDF-', 'a PDF document'],
  ['-----BEGIN PGP', 'a PGP message'],
];

/** What the bytes are packed in, by the mark at their beginning; null for what may be a bank file. */
export function findPacking(front: Uint8Array): string | null {
  const start = String.fromCharCode(...front.subarray(0, 16));
  return MARKS.find(([mark]) => start.startsWith(mark))?.[1] ?? null;
}
