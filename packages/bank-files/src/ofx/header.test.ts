import { describe, expect, it } from 'vitest';
import { parseOfxHeader } from './header.ts';

const SGML = 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n';

describe('parseOfxHeader', () => {
  it('reads the header of SGML and of XML', () => {
    expect(parseOfxHeader(`${SGML}\n<OFX>`)).toEqual({ version: '102', charset: 'windows-1252', irregularity: null });
    expect(
      parseOfxHeader(
        '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n<OFX>',
      ),
    ).toEqual({ version: '211', charset: 'UTF-8', irregularity: null });
  });

  it.each([
    ['ENCODING:USASCII CHARSET:8859-2', 'iso-8859-2'],
    ['ENCODING:USASCII CHARSET:ISO-8859-1', 'ISO-8859-1'],
    ['ENCODING:UTF-8 CHARSET:NONE', 'utf-8'],
    ['ENCODING:USASCII CHARSET:NONE', null],
    ['', null],
  ])('finds the charset in %j', (text, charset) => {
    expect(parseOfxHeader(`VERSION:102 ${text}\n\n<OFX>`).charset).toBe(charset);
  });

  it.each([
    ['<OFX>', 'no version in the header'],
    [`${SGML.replace('102', '300')}\n<OFX>`, 'version 300'],
    [`${SGML}<OFX>`, 'no blank line between header and <OFX>'],
    [`${SGML.replaceAll('\n', ' ')}<OFX>`, 'no blank line between header and <OFX>'],
    [`${SGML.replaceAll('\n', '\r\n')}\r\n<OFX>`, null],
    [`${SGML.replaceAll('\n', '\r')}\r<OFX>`, null],
  ])('judges %j', (text, irregularity) => {
    expect(parseOfxHeader(text).irregularity).toBe(irregularity);
  });
});
