import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';

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
    ['', 'empty'],
    [' \n ', 'empty'],
    ['<!DOCTYPE html><html>', 'html'],
    ['<HTML lang="en">', 'html'],
    ['00,0004,12345', 'unknown'],
    ['Date;Amount', 'unknown'],
    ['PK\u0003\u0004', 'unknown'],
  ])('calls %j %s', (start, kind) => {
    expect(detectFormat(start).kind).toBe(kind);
  });
});
