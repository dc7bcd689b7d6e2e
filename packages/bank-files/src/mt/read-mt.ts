import type { BankFileEvent } from '../bank-file-event.ts';
import type { TextChunk } from '../decode-text.ts';
import { LineSplitter, type PhysicalLine } from '../line-splitter.ts';
import { buildProblem } from '../problem.ts';
import type { FilePosition } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { AtSignLines } from './at-sign-lines.ts';
import { type EnvelopeLine, isDashLine, readEnvelope } from './envelope.ts';
import { type MtEnding, type MtField, MtMessage } from './message.ts';
import { isWrappedTime, type MtTag, readTag } from './tag.ts';

/** A bound on one field, so that a file whose end marks are lost does not fill the memory. */
export interface MtOptions {
  /** Lines of one field; SWIFT allows six, banks write a few dozen. Default 1,000. */
  readonly maxLinesPerField?: number;
}

/** SWIFT lines have 65 characters; some exports write a whole field into one. */
const MAX_LINE_LENGTH = 100_000;

/** All lines of one field together. */
const MAX_FIELD_LENGTH = 200_000;

/** The messages that are statements, or are built like them. */
const STATEMENT_TYPES: ReadonlySet<string> = new Set(['940', '941', '942', '950']);

/** Reads MT940 and MT942 messages with or without their SWIFT blocks. One field is held, and one entry. */
export class MtReader implements TextReader {
  readonly #splitter: LineSplitter;
  readonly #maxLines: number;
  readonly #events: BankFileEvent[] = [];
  #statementCount = 0;
  #format: 'mt940' | 'mt942' | null = null;
  #message: MtMessage | null = null;
  #field: MtField | null = null;
  #fieldLength = 0;
  /** Where in the lines of the open field a dash stands that may be the end of the message. */
  #dashAt = -1;
  /** The envelope that is open: type of its message, and whether `-}` has to come. */
  #messageType: string | null = null;
  #needsClosing = false;
  /** Any message before had its closing balance or end mark, so that this file's messages have one. */
  #sawClosing = false;
  #isSkipping = false;
  readonly #atSigns: AtSignLines | null;

  /** `hasAtSigns` says that lines end in `@@`, as in some FinTS downloads. */
  constructor(startOffset: number, options: MtOptions, hasAtSigns: boolean) {
    this.#splitter = new LineSplitter(startOffset, MAX_LINE_LENGTH);
    this.#maxLines = options.maxLinesPerField ?? 1000;
    this.#atSigns = hasAtSigns ? new AtSignLines() : null;
  }

  get progress(): ReadingProgress {
    const { line, lineEnding } = this.#splitter;
    return { statementCount: this.#statementCount, line, lineEnding };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    const lines = this.#splitter.write(this.#atSigns === null ? chunk : this.#atSigns.write(chunk));
    for (const line of lines) this.#readLine(line);
    if (this.#splitter.isOverflowing)
      return this.abort({ code: 'line_too_long', reason: `more than ${MAX_LINE_LENGTH} characters` });
    return this.#events.splice(0);
  }

  end(): BankFileEvent[] {
    const [last] = this.#splitter.end();
    if (last !== undefined) this.#readLine(last);
    const ending = this.#findEnding(last !== undefined);
    this.#endMessage(ending, this.#place());
    this.#announce('mt940');
    if (ending === 'cut') this.#fail({ code: 'file_truncated', reason: 'the last message stops before its end' });
    else if (this.#statementCount === 0)
      this.#fail({ code: 'no_statement', reason: 'no message with a field 20 or 25' });
    return this.#events.splice(0);
  }

  abort(fault: TextFault): BankFileEvent[] {
    this.#message?.damage(fault.code, fault.reason, this.#place());
    this.#announce('mt940');
    this.#fail(fault);
    return this.#events.splice(0);
  }

  #fail({ code, reason }: TextFault): void {
    this.#events.push({ type: 'error', error: { ...buildProblem(code, reason, this.#place()), format: this.#format } });
  }

  #place(): FilePosition {
    return { byteOffset: this.#splitter.byteOffset, line: this.#splitter.line, record: '' };
  }

  #readLine(line: PhysicalLine): void {
    // Files from old transmission lines carry SOH, ETX or Ctrl-Z before a message.
    const text = line.text.charCodeAt(0) < 32 ? skipControls(line.text) : line.text;
    const first = text.charCodeAt(0);
    if (first === 58) {
      const tagLine = readTag(text);
      if (tagLine !== null && this.#takeTag(tagLine.tag, tagLine.content, line)) return;
    } else if (first === 123 || first === 45 || this.#message === null) {
      const envelope = readEnvelope(this.#message === null ? skipToBlock(text) : text);
      if (envelope !== null) {
        this.#readEnvelope(envelope, line);
        return;
      }
    }
    this.#continueField(text, line);
  }

  /** Whether the line begins a field; else it only looks like one. */
  #takeTag(tag: MtTag | null, content: string, line: PhysicalLine): boolean {
    const isText = this.#field !== null && isTextTag(this.#field.tag);
    if (tag === null) {
      if (isText) return false;
      this.#finishField();
      return true;
    }
    if (this.#isSkipped(line)) return true;
    if (isText && this.#message?.hasClosing === false && isWrappedTime(tag, content)) return false;
    const position = { byteOffset: line.byteOffset, line: line.line, record: `:${tag}:` };
    if (tag === '20' || (tag === '25' && this.#message?.hasAccount === true)) this.#endUnclosed(position);
    else this.#finishField();
    this.#message ??= this.#openMessage(position);
    this.#field = { tag, lines: [content], position };
    this.#fieldLength = content.length;
    return true;
  }

  #openMessage(position: FilePosition): MtMessage {
    const context = { statementIndex: this.#statementCount++, messageType: this.#messageType, position };
    return new MtMessage(context, this.#events, (format) => this.#announce(format));
  }

  /** A message of another kind, such as a payment, between statements. */
  #isSkipped(line: PhysicalLine): boolean {
    if (this.#message !== null || this.#messageType === null || STATEMENT_TYPES.has(this.#messageType)) return false;
    if (!this.#isSkipping) {
      const place = { byteOffset: line.byteOffset, line: line.line, record: '' };
      const warning = buildProblem('message_skipped', `message type ${this.#messageType}`, place);
      this.#events.push({ type: 'warning', warning });
    }
    this.#isSkipping = true;
    return true;
  }

  #continueField(text: string, line: PhysicalLine): void {
    const field = this.#field;
    if (field === null || this.#message === null) return;
    if (isDashLine(text)) {
      if (this.#message.hasClosing || !isTextTag(field.tag)) {
        this.#finishField();
        this.#endMessage('closed', { byteOffset: line.byteOffset, line: line.line, record: '' });
        return;
      }
      this.#dashAt = field.lines.length;
    }
    this.#fieldLength += text.length;
    if (field.lines.length < this.#maxLines && this.#fieldLength <= MAX_FIELD_LENGTH) {
      field.lines.push(text);
    } else {
      this.#message.damage(
        'too_many_lines',
        `field ${field.tag} is longer than ${this.#maxLines} lines or ${MAX_FIELD_LENGTH} characters`,
        field.position,
      );
    }
  }

  /** Hands the open field to its message. A dash in its text is the end of the message when no field came behind it. */
  #finishField(isLast = false): void {
    const field = this.#field;
    if (field === null) return;
    this.#field = null;
    if (isLast && this.#dashAt !== -1) field.lines.length = this.#dashAt;
    this.#dashAt = -1;
    this.#message?.read(field);
  }

  #readEnvelope(envelope: EnvelopeLine, line: PhysicalLine): void {
    const place = { byteOffset: line.byteOffset, line: line.line, record: '' };
    if (envelope.closes) {
      this.#finishField();
      this.#endMessage('closed', place);
      this.#messageType = null;
    }
    if (!envelope.opens) return;
    this.#endUnclosed(place);
    this.#messageType = envelope.messageType ?? this.#messageType;
    this.#isSkipping = false;
    this.#needsClosing = envelope.opensText;
    if (envelope.rest.startsWith(':')) this.#readLine({ ...line, text: envelope.rest });
  }

  /** A new message begins: whatever is open ends here, whole or not. */
  #endUnclosed(place: FilePosition): void {
    const hasDash = this.#dashAt !== -1;
    this.#finishField(true);
    const message = this.#message;
    if (message === null) return;
    const isWhole = message.hasClosing || hasDash || !this.#needsClosing;
    this.#endMessage(isWhole ? 'unclosed' : 'cut', place);
    this.#messageType = null;
  }

  /**
   * How the last message of the file stops; `isCutLine` says that the file has no line end behind its last line. Without closing balance and end mark a
   * whole message cannot be told from one that was cut in its last text: exports write such files, some without a line end behind the last line, and a
   * transfer may break off at the end of a line as well. So whether there is one decides nothing, and a person has to look.
   */
  #findEnding(isCutLine: boolean): MtEnding {
    const hasDash = this.#dashAt !== -1;
    const field = this.#field;
    this.#finishField(true);
    const message = this.#message;
    // Within an envelope a dash in a text may be anything; the end is `-}`.
    if (message === null || (hasDash && !this.#needsClosing)) return 'unclosed';
    if (message.isProven()) return this.#needsClosing ? 'unmarked' : 'unclosed';
    // An amount of SWIFT has a comma, so a last line without one may end in the middle of it.
    const isCutAmount = isCutLine && field !== null && isBalanceTag(field.tag) && !field.lines.some(hasComma);
    if (this.#needsClosing || isCutAmount) return 'cut';
    if (message.hasClosing) return 'unclosed';
    return this.#sawClosing ? 'cut' : 'unproven';
  }

  #endMessage(ending: MtEnding, place: FilePosition): void {
    const message = this.#message;
    if (message === null) return;
    this.#message = null;
    this.#needsClosing = false;
    message.end(ending, place);
    if (ending === 'closed' || message.hasClosing) this.#sawClosing = true;
  }

  #announce(format: 'mt940' | 'mt942'): void {
    if (this.#format !== null) return;
    this.#format = format;
    this.#events.push({ type: 'file', file: { format, version: null, dialect: null } });
  }
}

function skipControls(line: string): string {
  let start = 0;
  while (line.charCodeAt(start) < 32) start++;
  return line.slice(start);
}

/** Fields whose text may hold anything, also lines that look like tags. */
function isTextTag(tag: MtTag): boolean {
  return tag === '86' || tag === '61' || tag === 'NS';
}

function isBalanceTag(tag: MtTag): boolean {
  return tag.startsWith('6') && tag !== '61';
}

function hasComma(line: string): boolean {
  return line.includes(',');
}

/** Before a message exports write all kinds of lines, some with characters of their own before the first block. */
function skipToBlock(line: string): string {
  const at = line.search(/\{[12]:/);
  return at === -1 ? line : line.slice(at);
}
