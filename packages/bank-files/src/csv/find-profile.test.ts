import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { findCsvProfile } from './find-profile.ts';

describe('findCsvProfile', () => {
  it('finds the profile of a file in any charset, however long it is', () => {
    const rows = 'Datum;Text;Betrag\n05.01.2026;Größe;-5,00\n16.01.2026;Übertrag;1.234,56\n';
    const found = {
      profile: { delimiter: ';', decimalMark: ',', dateOrder: 'DMY' },
      header: ['Datum', 'Text', 'Betrag'],
    };
    for (const bytes of [
      Buffer.from(rows),
      Buffer.from(rows, 'latin1'),
      Buffer.from(`\ufeff${rows}`, 'utf16le'),
      Buffer.from(rows + '17.01.2026;more;1,00\n'.repeat(10_000)),
      Buffer.from(rows.trimEnd()),
    ]) {
      expect(findCsvProfile(bytes)).toMatchObject(found);
    }
  });

  it('is not sure of amounts of which the mark may set thousands apart', () => {
    for (const [delimiter, one, two] of [
      [';', '1.234', '-6.000'],
      [';', '1,234', '-6,000'],
      ['\t', '12.500-', '7.250'],
    ] as const) {
      const rows = ['Datum', 'Text', 'Betrag'].join(delimiter);
      const found = findCsvProfile(
        Buffer.from(
          `${rows}\n${['05.01.2026', 'a', one].join(delimiter)}\n${['16.01.2026', 'b', two].join(delimiter)}\n`,
        ),
      );
      expect(found?.certainty).toBeLessThan(0.75);
      expect(found?.reasons).toContain('no amount shows its decimal mark');
    }
  });

  it('finds none in what is no table', () => {
    expect(findCsvProfile(Buffer.from('hello'))).toBeNull();
    expect(findCsvProfile(new Uint8Array(0))).toBeNull();
  });
});
