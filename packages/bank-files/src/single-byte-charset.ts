import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Decodes a charset in which each byte is one character, so that offsets stay exact. */
export interface SingleByteDecoder {
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

/** The upper halves of the two DOS code pages that old bank programs write and the platform does not know. */
const DOS_TABLES: Readonly<Record<string, string>> = {
  ibm850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ibm852:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
};

const DOS_LABEL = /^(?:cp|ibm|dos-?)?(85[02])$/i;

/** A decoder for the label of a single-byte charset; null for any other charset. */
export function buildSingleByteDecoder(label: string): SingleByteDecoder | null {
  const dos = DOS_LABEL.exec(label);
  if (dos !== null) return buildDosDecoder(`ibm${dos[1]}`);
  try {
    const decoder = new TextDecoder(label);
    const isSingleByte = /^(windows-|iso-8859-|koi8-|macintosh$|x-mac-|ibm866$)/.test(decoder.encoding);
    return isSingleByte ? { encoding: decoder.encoding, decode: (bytes) => decoder.decode(bytes) } : null;
  } catch {
    // The platform throws on a label it does not know.
    return null;
  }
}

function buildDosDecoder(encoding: string): SingleByteDecoder | null {
  const table = DOS_TABLES[encoding];
  if (table === undefined) return null;
  const upper = Uint16Array.from(table, (character) => character.charCodeAt(0));
  return {
    encoding,
    decode: (bytes) => {
      const units = Uint16Array.from(bytes, (byte) => (byte < 128 ? byte : (upper[byte - 128] ?? byte)));
      return Buffer.from(units.buffer).toString('utf16le');
    },
  };
}
