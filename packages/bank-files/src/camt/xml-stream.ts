import { type SaxesOptions, SaxesParser, type SaxesTagPlain } from 'saxes';
import type { TextChunk } from '../decode-text.ts';
import type { ProblemCode } from '../problem.ts';
import { ByteCounter } from './byte-counter.ts';

export interface XmlLimits {
  readonly maxDepth: number;
  /** Characters of one text, comment, tag or other token. */
  readonly maxTokenLength: number;
}

export interface XmlPlace {
  readonly line: number;
  readonly byteOffset: number;
}

export interface XmlFault extends XmlPlace {
  readonly code: ProblemCode;
  readonly reason: string;
}

export interface XmlHandler {
  /** `name` is local; the attributes are as written. */
  open(name: string, attributes: Readonly<Record<string, string>>, place: XmlPlace): void;
  text(text: string): void;
  close(): void;
}

interface PlainOptions extends SaxesOptions {
  readonly xmlns: false;
}

/**
 * A streaming XML reader that refuses what bank files never need and attackers use: document types, and with them entities of one's
 * own, deep nesting and endless tokens. Names lose their prefix. After the first fault nothing more is handed out.
 */
export class XmlStream {
  readonly #parser = new SaxesParser<PlainOptions>({ xmlns: false, position: true });
  readonly #bytes: ByteCounter;
  readonly #limits: XmlLimits;
  readonly #handler: XmlHandler;
  #started = false;
  #skippedCharacters = 0;
  #skippedLines = 0;
  #depth = 0;
  #isRootClosed = false;
  #tagStart = 0;
  #tagLine = 1;
  #lastToken = 0;
  /** Where the last token ended that may have text outside of the root behind it. */
  #outerPlace: XmlPlace;
  #isClosePending = false;
  #fault: XmlFault | null = null;

  constructor(startOffset: number, limits: XmlLimits, handler: XmlHandler) {
    this.#bytes = new ByteCounter(startOffset);
    this.#outerPlace = { line: 1, byteOffset: startOffset };
    this.#limits = limits;
    this.#handler = handler;
    const parser = this.#parser;
    // Comments and processing instructions have no handler: they count into the length of the token behind them, and a parser with
    // more than about eight handlers becomes so large an object that V8 makes it a dictionary, five times slower (measured).
    parser.on('opentagstart', (tag) => {
      tag.attributes = Object.create(NO_ATTRIBUTES);
      this.#markTag(tag.name);
    });
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', () => this.#close());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('doctype', () => this.#fail('xml_doctype_refused', 'found <!DOCTYPE', this.place()));
    parser.on('error', (error) => this.#failMalformed(error.message));
  }

  /** The first thing that made the text unreadable, or null. */
  get fault(): XmlFault | null {
    return this.#fault;
  }

  get isRootClosed(): boolean {
    return this.#isRootClosed;
  }

  /** Where the reader is. */
  place(): XmlPlace {
    return { line: this.#line(), byteOffset: this.#bytes.offsetOf(this.#position()) };
  }

  write(chunk: TextChunk): void {
    this.#bytes.next(chunk);
    const text = this.#started ? chunk.text : this.#skipBlanks(chunk.text);
    if (text === '' || this.#fault !== null) return;
    this.#parser.write(text);
    this.#checkToken(this.#bytes.length);
  }

  /** No more text comes, so no token can be wrong any more that was ended: what waits for the next one is handed out. */
  settle(): void {
    this.#releaseClose();
  }

  /** Makes the reader stop at what it was just given. */
  refuse(code: ProblemCode, reason: string): void {
    this.#fail(code, reason, this.place());
  }

  /** Checks what can only be said at the end; `isRootClosed` false then means that the text was cut off. */
  end(): void {
    if (this.#fault === null && this.#isRootClosed) this.#parser.close();
  }

  /**
   * Ends a token. The parser reports the end of an element before it sees that the end tag has another name, so the end of an
   * element waits until the next token proves it: an entry or statement must not be complete by a wrong tag.
   */
  #endToken(): boolean {
    this.#releaseClose();
    const position = this.#position();
    this.#checkToken(position);
    this.#lastToken = position;
    return this.#fault === null;
  }

  #releaseClose(): void {
    if (!this.#isClosePending || this.#fault !== null) return;
    this.#isClosePending = false;
    this.#depth--;
    if (this.#depth === 0) this.#isRootClosed = true;
    this.#handler.close();
  }

  #checkToken(end: number): void {
    if (end - this.#lastToken <= this.#limits.maxTokenLength) return;
    const place = { line: this.#line(), byteOffset: this.#bytes.offsetOf(this.#lastToken) };
    this.#fail('xml_too_large', `a text or tag of more than ${this.#limits.maxTokenLength} characters`, place);
  }

  /** Blanks before the XML declaration are an error in XML and a habit of some exports. */
  #skipBlanks(text: string): string {
    const rest = text.trimStart();
    const skipped = text.slice(0, text.length - rest.length);
    this.#skippedCharacters += skipped.length;
    for (const character of skipped) if (character === '\n') this.#skippedLines++;
    this.#started = rest !== '';
    return rest;
  }

  #line(): number {
    return this.#parser.line + this.#skippedLines;
  }

  #position(): number {
    return this.#parser.position + this.#skippedCharacters;
  }

  /** Called right behind the first character after the name, a blank, a line end, `/` or `>`; the name lies before it. */
  #markTag(name: string): void {
    if (this.#fault !== null) return;
    const position = this.#position();
    const isAfterLineEnd = this.#parser.column === 0;
    const isAfterCrLf = isAfterLineEnd && this.#bytes.endsWithCrLf(position);
    this.#tagStart = this.#bytes.offsetOf(position) - this.#bytes.sizeOf(`<${name}${isAfterCrLf ? '  ' : ' '}`);
    this.#tagLine = this.#line() - (isAfterLineEnd ? 1 : 0);
  }

  #open(tag: SaxesTagPlain): void {
    if (this.#fault !== null || !this.#endToken()) return;
    this.#depth++;
    const place = { line: this.#tagLine, byteOffset: this.#tagStart };
    if (this.#depth > this.#limits.maxDepth) {
      this.#fail('xml_too_deep', `deeper than ${this.#limits.maxDepth} elements`, place);
    } else {
      this.#handler.open(toLocalName(tag.name), tag.attributes, place);
    }
  }

  #close(): void {
    if (this.#fault !== null || !this.#endToken()) return;
    this.#isClosePending = true;
    if (this.#depth <= 1) this.#outerPlace = this.place();
  }

  #text(text: string): void {
    if (this.#fault === null && this.#endToken() && this.#depth > 0) this.#handler.text(text);
  }

  /** The parser sees text outside of the root where a chunk ends; it begins behind the last token, wherever chunks end. */
  #failMalformed(message: string): void {
    const reason = message.replace(/^\d+:\d+: /, '');
    const isBehindRoot = reason === 'text data outside of root node.';
    this.#fail('xml_malformed', reason, isBehindRoot ? this.#outerPlace : this.place());
  }

  #fail(code: ProblemCode, reason: string, place: XmlPlace): void {
    this.#fault ??= { code, reason, ...place };
  }
}

/**
 * What the attributes of every tag inherit: nothing, as in the parser's own record, which has no prototype at all. V8 keeps such a record as a dictionary, and each
 * look for a name that is not there leaves 40 bytes among the long-lived objects: 80 MB in a file of 1 GB (measured).
 */
const NO_ATTRIBUTES: object = Object.freeze(Object.create(null));

function toLocalName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
