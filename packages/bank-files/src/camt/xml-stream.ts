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
  #fault: XmlFault | null = null;

  constructor(startOffset: number, limits: XmlLimits, handler: XmlHandler) {
    this.#bytes = new ByteCounter(startOffset);
    this.#limits = limits;
    this.#handler = handler;
    const parser = this.#parser;
    parser.on('opentagstart', (tag) => this.#markTag(tag.name));
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', () => this.#close());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('comment', () => this.#markToken());
    parser.on('processinginstruction', () => this.#markToken());
    parser.on('xmldecl', () => this.#markToken());
    parser.on('doctype', () => this.#fail('xml_doctype_refused', 'found <!DOCTYPE', this.place()));
    parser.on('error', (error) => this.#fail('xml_malformed', error.message, this.place()));
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
    if (this.#bytes.length - this.#lastToken > this.#limits.maxTokenLength) this.#failTooLarge();
  }

  /** Checks what can only be said at the end; `isRootClosed` false then means that the text was cut off. */
  end(): void {
    if (this.#fault === null && this.#isRootClosed) this.#parser.close();
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

  /** Called right behind the first character after the name; `<` and the name lie before it. */
  #markTag(name: string): void {
    if (this.#fault !== null) return;
    this.#tagStart = this.#bytes.offsetOf(this.#position()) - this.#bytes.sizeOf(`<${name} `);
    this.#tagLine = this.#line();
  }

  #open(tag: SaxesTagPlain): void {
    if (this.#fault !== null) return;
    this.#markToken();
    this.#depth++;
    const place = { line: this.#tagLine, byteOffset: this.#tagStart };
    if (this.#depth > this.#limits.maxDepth)
      this.#fail('xml_too_deep', `deeper than ${this.#limits.maxDepth} elements`, place);
    else this.#handler.open(toLocalName(tag.name), tag.attributes, place);
  }

  #close(): void {
    if (this.#fault !== null) return;
    this.#markToken();
    this.#depth--;
    if (this.#depth === 0) this.#isRootClosed = true;
    this.#handler.close();
  }

  #text(text: string): void {
    if (this.#fault !== null) return;
    if (text.length > this.#limits.maxTokenLength) {
      this.#failTooLarge();
      return;
    }
    this.#markToken();
    if (this.#depth > 0) this.#handler.text(text);
  }

  #markToken(): void {
    this.#lastToken = this.#position();
  }

  #failTooLarge(): void {
    const place = { line: this.#line(), byteOffset: this.#bytes.offsetOf(this.#lastToken) };
    this.#fail('xml_too_large', `a text or tag of more than ${this.#limits.maxTokenLength} characters`, place);
  }

  #fail(code: ProblemCode, reason: string, place: XmlPlace): void {
    this.#fault ??= { code, reason, ...place };
  }
}

function toLocalName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
