import type { BankFileEvent } from '../bank-file-event.ts';
import { normaliseCurrency } from '../currency-exponent.ts';
import type { TextChunk } from '../decode-text.ts';
import { buildProblem, type ProblemCode, quote } from '../problem.ts';
import type { FilePosition } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { CamtStatement } from './statement.ts';
import type { CamtFormat } from './statement-header.ts';
import type { XmlElement } from './xml-element.ts';
import { type XmlHandler, type XmlPlace, XmlStream } from './xml-stream.ts';

/** Bounds on a document, so that one made to harm ends as an error; none is near what banks send. */
export interface CamtOptions {
  /** Nesting of elements; the deepest schema needs about 20. Default 64. */
  readonly maxDepth?: number;
  /** Characters of one text, comment or tag; the texts of one part may have a hundred times as many. Default 1,000,000. */
  readonly maxTokenLength?: number;
  /** Elements of one part of a statement, such as an entry, its details apart. Default 100,000. */
  readonly maxElementsPerPart?: number;
  /** Details of one entry, which are held until the entry is complete. Default 100,000. */
  readonly maxDetailsPerEntry?: number;
}

/** The message elements with the name of their statements; the oldest versions append `V01` to the message. */
const MESSAGES: ReadonlyMap<string, { readonly format: CamtFormat; readonly statement: string }> = new Map([
  ['BkToCstmrStmt', { format: 'camt053', statement: 'Stmt' }],
  ['BkToCstmrAcctRpt', { format: 'camt052', statement: 'Rpt' }],
  ['BkToCstmrDbtCdtNtfctn', { format: 'camt054', statement: 'Ntfctn' }],
]);

/** All texts of a part that is held, such as an entry with its details, are no longer than so many of the longest ones. */
const TEXTS_PER_PART = 100;

interface Message {
  readonly format: CamtFormat;
  readonly statement: string;
  readonly depth: number;
  group: XmlElement | null;
}

/**
 * Reads camt.053, camt.052 and camt.054 of any version by local names, wherever the message stands in its envelope. Of the XML only the part
 * of a statement that is being read is held.
 */
export class CamtReader implements TextReader, XmlHandler {
  readonly #events: BankFileEvent[] = [];
  readonly #xml: XmlStream;
  readonly #maxElements: number;
  readonly #maxDetails: number;
  readonly #maxPartLength: number;
  #depth = 0;
  #rootName = '';
  #version: { readonly kind: CamtFormat; readonly version: string } | null = null;
  #message: Message | null = null;
  #statement: CamtStatement | null = null;
  #part: XmlElement | null = null;
  #partElements = 0;
  #partLength = 0;
  #format: CamtFormat | null = null;
  #statementCount = 0;

  constructor(startOffset: number, options: CamtOptions) {
    const limits = { maxDepth: options.maxDepth ?? 64, maxTokenLength: options.maxTokenLength ?? 1_000_000 };
    this.#xml = new XmlStream(startOffset, limits, this);
    this.#maxPartLength = limits.maxTokenLength * TEXTS_PER_PART;
    this.#maxElements = options.maxElementsPerPart ?? 100_000;
    this.#maxDetails = options.maxDetailsPerEntry ?? 100_000;
  }

  get progress(): ReadingProgress {
    return { statementCount: this.#statementCount, line: this.#xml.place().line, lineEnding: null };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    this.#xml.write(chunk);
    return this.#takeEvents();
  }

  end(): BankFileEvent[] {
    this.#xml.settle();
    if (!this.#xml.isRootClosed)
      return this.abort({ code: 'file_truncated', reason: 'the XML ends before its last element is closed' });
    this.#xml.end();
    const events = this.#takeEvents();
    if (this.#xml.fault !== null) return events;
    const place = toPosition(this.#xml.place(), this.#rootName);
    if (this.#format === null) {
      this.#fail(
        'unknown_format',
        `the XML is ${quote(this.#rootName)}, expected a camt.052, camt.053 or camt.054 message`,
        place,
      );
    } else if (this.#statementCount === 0) {
      this.#fail('no_statement', 'the message has no Stmt, Rpt or Ntfctn', place);
    }
    return [...events, ...this.#events.splice(0)];
  }

  abort(fault: TextFault): BankFileEvent[] {
    this.#xml.settle();
    const position = toPosition(this.#xml.place(), '');
    this.#statement?.damage(fault.code, fault.reason, position);
    this.#fail(fault.code, fault.reason, position);
    return this.#events.splice(0);
  }

  open(name: string, attributes: Readonly<Record<string, string>>, place: XmlPlace): void {
    this.#depth++;
    const message = this.#message;
    if (this.#part !== null) {
      this.#openChild(this.#part, name, attributes, place);
    } else if (message === null) {
      this.#openOuter(name, attributes, place);
    } else if (this.#statement !== null) {
      if (!this.#statement.report.isDamaged) this.#part = this.#openElement(name, attributes, place, null);
    } else if (this.#depth === message.depth + 1) {
      if (name === message.statement) this.#openStatement(message, toPosition(place, name));
      else if (name === 'GrpHdr') this.#part = this.#openElement(name, attributes, place, null);
    }
  }

  text(text: string): void {
    if (this.#part === null || this.#statement?.report.isDamaged === true) return;
    this.#partLength += text.length;
    if (this.#partLength > this.#maxPartLength) {
      this.#xml.refuse('xml_too_large', `the texts of one part have more than ${this.#maxPartLength} characters`);
    } else {
      this.#part.text += text;
    }
  }

  close(): void {
    this.#depth--;
    if (this.#part !== null) this.#closeElement(this.#part);
    else if (this.#message !== null) this.#closeOuter(this.#message);
  }

  #openOuter(name: string, attributes: Readonly<Record<string, string>>, place: XmlPlace): void {
    if (this.#depth === 1) this.#rootName = name;
    this.#findVersion(attributes);
    const kind = MESSAGES.get(name.replace(/V\d\d$/, ''));
    if (kind === undefined) return;
    this.#message = { ...kind, depth: this.#depth, group: null };
    this.#announce(kind.format, toPosition(place, name));
  }

  /** The version is in the namespace, of whatever element declares it. */
  #findVersion(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (!name.startsWith('xmlns')) continue;
      const match = /camt\.05([234])\.(\d{3}\.\d{2})/.exec(value);
      const kind = match === null ? undefined : KIND_BY_DIGIT.get(match[1] ?? '');
      if (match !== null && kind !== undefined) this.#version = { kind, version: match[2] ?? '' };
    }
  }

  #announce(format: CamtFormat, position: FilePosition): void {
    const namespace = this.#version;
    if (this.#format === null) {
      this.#format = format;
      this.#events.push({ type: 'file', file: { format, version: namespace?.version ?? null, dialect: null } });
    }
    if (namespace === null) this.#warn('namespace_missing', 'no namespace of camt.052, camt.053 or camt.054', position);
    else if (namespace.kind !== format)
      this.#warn('namespace_mismatch', `namespace of ${namespace.kind}, content of ${format}`, position);
  }

  #openStatement(message: Message, position: FilePosition): void {
    const statementIndex = this.#statementCount++;
    this.#statement = new CamtStatement(
      { format: message.format, statementIndex, group: message.group, position, maxDetailsPerEntry: this.#maxDetails },
      this.#events,
    );
  }

  #openElement(
    name: string,
    attributes: Readonly<Record<string, string>>,
    place: XmlPlace,
    parent: XmlElement | null,
  ): XmlElement {
    if (parent === null) this.#partElements = this.#partLength = 0;
    this.#partElements++;
    const { line, byteOffset } = place;
    return {
      name,
      parent,
      children: [],
      text: '',
      currency: normaliseCurrency(attributes.Ccy ?? ''),
      line,
      byteOffset,
    };
  }

  #openChild(part: XmlElement, name: string, attributes: Readonly<Record<string, string>>, place: XmlPlace): void {
    const child = this.#openElement(name, attributes, place, part);
    if (this.#partElements > this.#maxElements) {
      const reason = `a part of the statement has more than ${this.#maxElements} elements`;
      if (this.#statement === null) this.#xml.refuse('xml_too_large', reason);
      else this.#statement.damage('xml_too_large', reason, toPosition(place, name));
    }
    // Of a damaged statement nothing is needed any more, so its elements are not kept.
    if (this.#statement?.report.isDamaged !== true) part.children.push(child);
    this.#part = child;
  }

  #closeElement(element: XmlElement): void {
    const parent = element.parent;
    this.#part = parent;
    if (parent !== null) {
      if (isDetail(element)) this.#closeDetail(element, parent);
      return;
    }
    if (this.#statement !== null) this.#statement.readPart(element);
    else if (this.#message !== null) this.#message.group = element;
  }

  /** A detail is mapped at once and its elements dropped: an entry may have very many. */
  #closeDetail(element: XmlElement, parent: XmlElement): void {
    if (this.#statement === null || this.#statement.report.isDamaged) return;
    this.#statement.readDetail(element);
    parent.children.pop();
    this.#partElements -= countElements(element);
  }

  #closeOuter(message: Message): void {
    if (this.#depth === message.depth && this.#statement !== null) {
      this.#statement.end();
      this.#statement = null;
    } else if (this.#depth === message.depth - 1) {
      this.#message = null;
      this.#version = null;
    }
  }

  #takeEvents(): BankFileEvent[] {
    const fault = this.#xml.fault;
    if (fault !== null) {
      const position = toPosition(fault, '');
      this.#statement?.damage(fault.code, fault.reason, position);
      this.#fail(fault.code, fault.reason, position);
    }
    return this.#events.splice(0);
  }

  #fail(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#events.push({ type: 'error', error: { ...buildProblem(code, reason, position), format: this.#format } });
  }

  #warn(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#events.push({ type: 'warning', warning: buildProblem(code, reason, position) });
  }
}

const KIND_BY_DIGIT: ReadonlyMap<string, CamtFormat> = new Map([
  ['2', 'camt052'],
  ['3', 'camt053'],
  ['4', 'camt054'],
]);

function toPosition(place: XmlPlace, record: string): FilePosition {
  return { byteOffset: place.byteOffset, line: place.line, record };
}

/** A `TxDtls` of an entry: below `NtryDtls`, or below the entry itself as in the oldest versions. */
function isDetail(element: XmlElement): boolean {
  if (element.name !== 'TxDtls') return false;
  const holder = element.parent?.name === 'NtryDtls' ? element.parent.parent : element.parent;
  return holder?.name === 'Ntry' && holder.parent === null;
}

function countElements(element: XmlElement): number {
  let count = 1;
  for (const child of element.children) count += countElements(child);
  return count;
}
