import { inflateSync } from 'node:zlib';

/** The texts of a document that was made with standard fonts, in the order in which they were drawn. */
export function readPdfTexts(bytes: Buffer): string[] {
  const texts: string[] = [];
  const file = bytes.toString('latin1');
  for (const found of file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    const content = inflate(Buffer.from(found[1] ?? '', 'latin1'));
    for (const [, drawn = ''] of content.matchAll(/\[([^\]]*)\] TJ/g)) {
      const hex = [...drawn.matchAll(/<([0-9a-f]*)>/gi)].map((part) => part[1]).join('');
      texts.push(Buffer.from(hex, 'hex').toString('latin1'));
    }
  }
  return texts;
}

function inflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    // Not every stream of a document is compressed text.
    return '';
  }
}
