import { describe, expect, it } from 'vitest';
import { OfxTagStream } from './tag-stream.ts';

function read(text: string, size = text.length, maxLength = 1000) {
  const found: string[] = [];
  const stream = new OfxTagStream(0, maxLength, {
    startTag: (name, value) =>
      found.push(value === '' ? `<${name}>` : `${name}=${value} @${stream.place().byteOffset}`),
    endTag: (name) => found.push(`</${name}>`),
  });
  for (let at = 0; at < text.length; at += size) stream.write({ text: text.slice(at, at + size), width: 1 });
  stream.end();
  return { found, fault: stream.fault };
}

describe('OfxTagStream', () => {
  it.each([
    ['<A>\n<B>one\n<C>two words \n</A>', ['<A>', 'B=one @4', 'C=two words @11', '</A>']],
    ['<A><B>one</B><C/></A>', ['<A>', 'B=one @3', '</B>', '<C>', '</A>']],
    ['<a><Intu.Bid>1', ['<A>', 'INTU.BID=1 @3']],
    [
      '<M>Tom & Co, R&D, 5 < 6 &lt;b> &amp;amp; &#228;&#xE9;&nbsp;x &bogus;',
      ['M=Tom & Co, R&D, 5 < 6 <b> &amp; äé x &bogus; @0'],
    ],
    ['<M>a<b c>d< /x><>', ['M=a<b c>d< /x><> @0']],
    ['<N><![CDATA[R&amp;D <b>]]></N>', ['N=R&amp;D <b> @0', '</N>']],
    ['<A><!-- <B>x --><C>1<?pi x?>2</A>', ['<A>', 'C=12 @16', '</A>']],
    ['no tag at all', []],
  ])('splits %j', (text, expected) => {
    for (const size of [text.length, 1, 2, 3, 7]) expect(read(text, size)).toEqual({ found: expected, fault: null });
  });

  it.each(['<!DOCTYPE OFX [', '<!doctype x>', '<!ENTITY a "b">'])('refuses %s', (text) => {
    for (const size of [100, 1]) {
      expect(read(`<OFX><A>1${text}<B>2`, size)).toMatchObject({
        found: ['<OFX>', 'A=1 @5'],
        fault: { code: 'xml_doctype_refused', line: 1 },
      });
    }
  });

  it('limits text, comments and CDATA', () => {
    for (const text of [`<A>${'x'.repeat(20)}`, `<A><!-- ${'x'.repeat(20)}`, `<A><![CDATA[${'x'.repeat(20)}`]) {
      expect(read(text, 3, 10).fault).toMatchObject({ code: 'xml_too_large' });
    }
  });
});
