import { describe, expect, it } from 'vitest';
import { joinRecordText } from './record-text.ts';

describe('joinRecordText', () => {
  it('joins lines with a blank', () => {
    expect(
      joinRecordText(
        [
          { text: 'FED NO: 1', lineLength: 30 },
          { text: 'ORG:=ACME', lineLength: 12 },
        ],
        80,
      ),
    ).toBe('FED NO: 1 ORG:=ACME');
  });

  it('joins a line that fills the record without one, because the bank cut it in mid-word', () => {
    const lines = [
      { text: 'PAYMENT FOR INVO', lineLength: 80 },
      { text: 'ICE 123', lineLength: 12 },
    ];
    expect(joinRecordText(lines, 80)).toBe('PAYMENT FOR INVOICE 123');
  });

  it('keeps a tag apart even behind a full line', () => {
    const lines = [
      { text: 'ORG:=SOMEBODY', lineLength: 80 },
      { text: 'OBI:=RENT', lineLength: 12 },
    ];
    expect(joinRecordText(lines, 80)).toBe('ORG:=SOMEBODY OBI:=RENT');
  });

  it('is null without text', () => {
    expect(joinRecordText([], 80)).toBeNull();
    expect(joinRecordText([{ text: '   ', lineLength: 3 }], 80)).toBeNull();
  });
});
