import { bankFiles } from './bank-files.ts';
import { camtParser } from './camt-parser.ts';
import { mt940Js } from './mt940-js.ts';
import { mt940js } from './mt940js.ts';
import { ofxJs } from './ofx-js.ts';
import type { Parser } from './parser.ts';
import { swiftParser } from './swift-parser.ts';

/** The package of this project. */
export const OURS = bankFiles;

/** The packages that it is measured against: what each reads of what can be written, and its folders in the corpus. */
export const PEERS: readonly {
  readonly parser: Parser;
  readonly format: 'camt053' | 'mt940' | 'ofx';
  readonly folders: readonly string[];
}[] = [
  { parser: mt940js, format: 'mt940', folders: ['mt940'] },
  { parser: mt940Js, format: 'mt940', folders: ['mt940'] },
  { parser: swiftParser, format: 'mt940', folders: ['mt940', 'mt942'] },
  { parser: ofxJs, format: 'ofx', folders: ['ofx1', 'ofx2'] },
  { parser: camtParser, format: 'camt053', folders: ['camt053'] },
];

/** Throws for a name that none has. */
export function getParser(name: string): Parser {
  const found = [OURS, ...PEERS.map(({ parser }) => parser)].find((parser) => parser.name === name);
  if (found === undefined) throw new RangeError(`no parser has the name ${name}`);
  return found;
}
