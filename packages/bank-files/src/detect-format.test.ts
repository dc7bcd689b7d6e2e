import { describe, expect, it } from 'vitest';
import { detectFormat, hasAtSignLines } from './detect-format.ts';

describe('detectFormat', () => {
  it('knows BAI2 by its file header, blank lines before it aside', () => {
    expect(detectFormat('\r\n 01,BANK,ME,')).toEqual({ kind: 'family', family: 'bai2', declaredCharset: null });
  });

  it('knows XML and the charset it declares', () => {
    expect(detectFormat(`<?xml version='1.0' encoding='ISO-8859-1'?><Document>`)).toEqual({
      kind: 'family',
      family: 'xml',
      declaredCharset: 'ISO-8859-1',
    });
    expect(detectFormat('<a:Document>')).toMatchObject({ family: 'xml', declaredCharset: null });
  });

  it.each([
    ['OFXHEADER:100\nCHARSET:1252\n\n<OFX>', 'windows-1252'],
    ['<?xml version="1.0" encoding="UTF-8"?><?OFX VERSION="211"?>\n<OFX>', 'UTF-8'],
    ['DATA:OFXSGML\nENCODING:UTF-8\n<OFX>', 'utf-8'],
    ['<!-- saved --><ofx >', null],
    ['\n\n<OFX>', null],
  ])('knows OFX in %j, and its charset', (start, declaredCharset) => {
    expect(detectFormat(start)).toEqual({ kind: 'family', family: 'ofx', declaredCharset });
  });

  it.each([
    ':20:REF\n:25:1',
    'BANKDEFF\r940\r:20:REF\r:25:1',
    '{1:F01BANKDEFF}{2:I940BANKDEFF}{4:\n:20:REF',
    '\u0001{1:F01BANKDEFFXXXX}{2:O940}{4:',
    '\u001a:20:REF\n:25:1',
    '@@:20:REF@@:25:1@@',
    'This is an example file\n\n------\n:20:REF',
  ])('knows MT940 in %j', (start) => {
    expect(detectFormat(start)).toMatchObject({ family: 'mt' });
  });

  it.each(['!Type:Bank\nD1/1/2026', '### from somewhere ###\n\n!Type:Class', '!Account\nNx', '!Option:AutoSwitch'])(
    'knows QIF in %j',
    (start) => {
      expect(detectFormat(start)).toMatchObject({ family: 'qif' });
    },
  );

  it.each(['Date;Amount', '"Date"\t"Amount"', '2026-01-05,x,5.00', '00,0004,12345', 'a note, then !Type:Bank'])(
    'takes %j for a table, to be looked at',
    (start) => {
      expect(detectFormat(start)).toMatchObject({ family: 'csv' });
    },
  );

  it.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['<!DOCTYPE html><html>', 'html'],
    ['<HTML lang="en">', 'html'],
    ['PK\u0003\u0004;', 'unknown'],
    ['%PDF-1.7, with commas', 'unknown'],
    ['just words', 'unknown'],
  ])('calls %j %s', (start, kind) => {
    expect(detectFormat(start).kind).toBe(kind);
  });

  it('looks at any front in no time', () => {
    const fronts = ['\n', '<!', '{1:AAAA', ':20', '!\n', 'OFXHEADER\n', ' \r\n', 'a\n'].map((piece) =>
      piece.repeat(4096 / piece.length),
    );
    // Time on the processor: a clock would take waiting for work on a busy machine.
    const started = process.cpuUsage();
    for (const front of fronts) detectFormat(`x${front}`);
    for (const front of fronts) detectFormat(`OFXHEADER:100 VERSION:102 ${front}x<OFX>`);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});

describe('hasAtSignLines', () => {
  it('tells them from signs in text', () => {
    expect([hasAtSignLines('@@:20:A@@:25:B'), hasAtSignLines(':20:A\n:86:x@@y')]).toEqual([true, false]);
  });
});
