import { BankTextDecoder } from '../decode-text.ts';
import { LineSplitter } from '../line-splitter.ts';
import { type DetectedCsvProfile, detectCsvProfile } from './detect-profile.ts';

/** More than enough rows to see how a table is built. */
const SAMPLE_BYTES = 65_536;

/**
 * Finds out how a CSV export is built, from the beginning of the file. Null when it is no table with dates and amounts. The result is
 * a suggestion: show it, with what it reads, to somebody who knows the account, and declare it as `csv.profile` from then on.
 */
export function findCsvProfile(bytes: Uint8Array, charset: string | null = null): DetectedCsvProfile | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const decoder = new BankTextDecoder(sample.subarray(0, 4096), charset);
  const splitter = new LineSplitter(decoder.startOffset, SAMPLE_BYTES);
  const chunks = [...decoder.write(sample), ...decoder.end()].filter((item) => 'text' in item);
  const lines = chunks.flatMap((chunk) => splitter.write(chunk));
  // The last line may be cut, unless it is the last of the file as well.
  const rest = bytes.length > SAMPLE_BYTES ? [] : splitter.end();
  return detectCsvProfile([...lines, ...rest].map(({ text }) => text));
}
