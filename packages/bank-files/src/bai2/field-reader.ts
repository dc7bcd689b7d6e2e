import type { RecordPiece } from './record-line.ts';

/**
 * Reads the comma-separated fields of a record over all its pieces: the border of a continuation counts as a comma.
 * Whatever is left can be taken as text, line by line.
 */
export class FieldReader {
  readonly #pieces: readonly RecordPiece[];
  readonly #cutsAtSlash: boolean;
  #pieceIndex = 0;
  #at = 0;
  /** The fields of the piece that is read, found once: a line may have very many. */
  #body: { readonly piece: RecordPiece; readonly text: string } | null = null;

  /** `cutsAtSlash`: in records without text, anything behind an end mark inside a line is filler, not a field. */
  constructor(pieces: readonly RecordPiece[], cutsAtSlash: boolean) {
    this.#pieces = pieces;
    this.#cutsAtSlash = cutsAtSlash;
  }

  get isAtEnd(): boolean {
    return this.#pieceIndex >= this.#pieces.length;
  }

  /** The piece that the next field comes from, or null at the end. */
  get piece(): RecordPiece | null {
    return this.#pieces[this.#pieceIndex] ?? null;
  }

  /** The next field without surrounding blanks; null when the record has no more. An empty field is ''. */
  next(): string | null {
    const piece = this.piece;
    if (piece === null) return null;
    const body = this.#readBody(piece);
    const comma = body.indexOf(',', this.#at);
    const field = comma === -1 ? body.slice(this.#at) : body.slice(this.#at, comma);
    if (comma === -1) this.#nextPiece();
    else this.#at = comma + 1;
    return field.trim();
  }

  /** The next field without moving on. */
  peek(): string | null {
    const pieceIndex = this.#pieceIndex;
    const at = this.#at;
    const field = this.next();
    this.#pieceIndex = pieceIndex;
    this.#at = at;
    return field;
  }

  /** All that is left, one string per line, commas included. */
  rest(): TextLine[] {
    const lines: TextLine[] = [];
    for (let piece = this.piece; piece !== null; piece = this.piece) {
      lines.push({ text: piece.body.slice(this.#at), lineLength: piece.lineLength });
      this.#nextPiece();
    }
    return lines;
  }

  #nextPiece(): void {
    this.#pieceIndex++;
    this.#at = 0;
  }

  #readBody(piece: RecordPiece): string {
    if (this.#body?.piece !== piece) this.#body = { piece, text: this.#cutBody(piece) };
    return this.#body.text;
  }

  #cutBody(piece: RecordPiece): string {
    if (!this.#cutsAtSlash || piece.endsWithSlash) return piece.body;
    const slash = piece.body.lastIndexOf('/');
    return slash === -1 ? piece.body : piece.body.slice(0, slash);
  }
}

export interface TextLine {
  readonly text: string;
  readonly lineLength: number;
}

/** The first piece with text behind its end mark, other than blanks; null when there is none. */
export function findFiller(pieces: readonly RecordPiece[]): RecordPiece | null {
  return pieces.find((piece) => !piece.endsWithSlash && piece.body.includes('/')) ?? null;
}
