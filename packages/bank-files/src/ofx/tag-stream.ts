import type { LineEnding } from '../bank-file-event.ts';
import type { TextChunk } from '../decode-text.ts';
import { type Place, PlaceTracker } from '../place-tracker.ts';
import type { ProblemCode } from '../problem.ts';

/** More than any name has. */
const MAX_TAG_LENGTH = 200;

export interface OfxFault extends Place {
  readonly code: ProblemCode;
  readonly reason: string;
}

export interface OfxHandler {
  /** A start tag with the text up to the next tag: blank for an aggregate or an empty element. The name is in capitals. */
  startTag(name: string, text: string): void;
  endTag(name: string): void;
}

/** The longest entity is `&#x10FFFF;`. */
const MAX_ENTITY_LENGTH = 10;

/**
 * Splits OFX of both kinds into tags and text. SGML closes only what it likes to and XML everything, and banks mix both, so one tolerant
 * reader serves them: a `<` that begins no tag is text, and so is an `&` that begins no entity. What declares document types
 * or entities is refused.
 */
export class OfxTagStream {
  readonly #places: PlaceTracker;
  readonly #handler: OfxHandler;
  readonly #maxTextLength: number;
  /** The unfinished end of the text so far. */
  #carry = '';
  #name: string | null = null;
  #namePosition = 0;
  #namePlace: Place | null = null;
  #text = '';
  #tokenPosition = 0;
  #tokenPlace: Place | null = null;
  #fault: OfxFault | null = null;

  constructor(startOffset: number, maxTextLength: number, handler: OfxHandler) {
    this.#places = new PlaceTracker(startOffset);
    this.#maxTextLength = maxTextLength;
    this.#handler = handler;
  }

  /** The first thing that must not be read further, or null. */
  get fault(): OfxFault | null {
    return this.#fault;
  }

  get lineEnding(): LineEnding {
    this.#places.placeOf(this.#places.length);
    return this.#places.lineEnding;
  }

  /** Where the tag is that is being handed out, or was last; behind everything after the end. */
  place(): Place {
    this.#tokenPlace ??= this.#places.placeOf(this.#tokenPosition);
    return this.#tokenPlace;
  }

  /** Where the text ends that has come so far. Nothing more can be read behind it. */
  endPlace(): Place {
    return this.#places.placeOf(this.#places.length);
  }

  write(chunk: TextChunk): void {
    if (this.#fault !== null) return;
    // The place of a tag has to be found before the chunk that it is in is gone.
    if (this.#name !== null) this.#namePlace ??= this.#places.placeOf(this.#namePosition);
    const start = this.#places.length - this.#carry.length;
    this.#places.giveBack(start);
    const text = this.#carry + chunk.text;
    this.#places.next(chunk, this.#carry);
    this.#carry = '';
    this.#scan(text, start);
  }

  /** Nothing more comes: a tag that was not finished is text. */
  end(): void {
    if (this.#fault !== null) return;
    this.#text += this.#carry;
    this.#carry = '';
    this.#release();
    this.#tokenPosition = this.#places.length;
    this.#tokenPlace = null;
  }

  /** `start` is the position of the text's first character. */
  #scan(text: string, start: number): void {
    let at = 0;
    let amp = findFrom(text, '&', 0);
    while (this.#fault === null) {
      const open = text.indexOf('<', at);
      if (open === -1) {
        this.#keepText(text, at);
        return;
      }
      if (open > at && this.#name !== null) this.#addText(text.slice(at, open), amp < open);
      if (amp < open) amp = findFrom(text, '&', open);
      const end = this.#readMarkup(text, open, start);
      if (end === -1) {
        this.#hold(text.slice(open));
        return;
      }
      at = end;
    }
  }

  /** The rest of a chunk is text, but for an entity that may go on in the next one. */
  #keepText(text: string, at: number): void {
    const amp = text.lastIndexOf('&');
    const isOpen = amp >= at && text.length - amp < MAX_ENTITY_LENGTH && !text.includes(';', amp);
    const end = isOpen ? amp : text.length;
    if (end > at) this.#addText(text.slice(at, end), true);
    if (end < text.length) this.#hold(text.slice(end));
  }

  #hold(unfinished: string): void {
    this.#carry = unfinished;
    if (unfinished.length > this.#maxTextLength) this.#fail('xml_too_large', 'an unfinished tag or comment');
  }

  #addText(text: string, mayHaveEntities: boolean): void {
    if (this.#name === null) return;
    this.#text += mayHaveEntities ? decodeEntities(text) : text;
    if (this.#text.length > this.#maxTextLength) this.#fail('xml_too_large', `text of ${this.#name}`);
  }

  /** Reads what begins with `<` and gives the place behind it, or -1 when the chunk ends before it is told. */
  #readMarkup(text: string, open: number, start: number): number {
    const code = text.charCodeAt(open + 1);
    if (Number.isNaN(code)) return -1;
    if (code === 33) return this.#readDeclaration(text, open, start);
    if (code === 63) return skipTo(text, open, '>');
    const isEnd = code === 47;
    const nameStart = isEnd ? open + 2 : open + 1;
    const nameEnd = findNameEnd(text, nameStart);
    const close = findTagEnd(text, nameEnd, open + MAX_TAG_LENGTH);
    if (close === -1) return -1;
    if (nameEnd === nameStart || close === -2) return this.#takeAsText(open);
    this.#release();
    const name = toCapitals(text.slice(nameStart, nameEnd));
    if (isEnd) {
      this.#tokenPosition = start + open;
      this.#tokenPlace = null;
      this.#handler.endTag(name);
    } else {
      this.#name = name;
      this.#namePosition = start + open;
      this.#namePlace = null;
    }
    return close + 1;
  }

  #takeAsText(open: number): number {
    if (this.#name !== null) this.#text += '<';
    return open + 1;
  }

  #readDeclaration(text: string, open: number, start: number): number {
    if (text.startsWith('<!--', open)) return skipTo(text, open + 4, '-->');
    if (text.startsWith('<![CDATA[', open)) {
      const end = text.indexOf(']]>', open);
      if (end === -1) return -1;
      if (this.#name !== null) this.#text += text.slice(open + 9, end);
      return end + 3;
    }
    if (text.length - open < 9) return -1;
    if (/^<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text.slice(open, open + 9))) {
      this.#release();
      this.#tokenPosition = start + open;
      this.#tokenPlace = null;
      this.#fail('xml_doctype_refused', `found ${text.slice(open, open + 9)}`);
      return open;
    }
    return this.#takeAsText(open);
  }

  /** Hands out the start tag before, now that its text is complete. */
  #release(): void {
    const name = this.#name;
    if (name === null) return;
    this.#tokenPosition = this.#namePosition;
    this.#tokenPlace = this.#namePlace;
    this.#handler.startTag(name, this.#text.trim());
    this.#name = null;
    this.#namePlace = null;
    this.#text = '';
  }

  #fail(code: ProblemCode, reason: string): void {
    this.#fault ??= { code, reason, ...this.place() };
  }
}

function findFrom(text: string, character: string, start: number): number {
  const at = text.indexOf(character, start);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

function skipTo(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

/** Letters, digits, and what vendors have in their names: `INTU.BID`. */
function findNameEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    const isName = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (at > start && isNameRest(code));
    if (!isName) return at;
    at++;
  }
}

function isNameRest(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46 || code === 45 || code === 95 || code === 58;
}

/** The `>` behind a name, blanks and a slash; -1 when the text ends before it, -2 when it is no tag. */
function findTagEnd(text: string, nameEnd: number, limit: number): number {
  for (let at = nameEnd; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 62) return at;
    if (Number.isNaN(code)) return -1;
    if (code !== 32 && code !== 47 && code !== 9) return -2;
  }
  return -2;
}

function toCapitals(name: string): string {
  return /[a-z]/.test(name) ? name.toUpperCase() : name;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** Decodes the entities that need no declaration; banks leave raw ampersands in names, so any other stays as it is. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#\d{1,7}|#x[\dA-Fa-f]{1,6}|[a-z]{2,4});/g, (entity, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? entity;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : entity;
  });
}
