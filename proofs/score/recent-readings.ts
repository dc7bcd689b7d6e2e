import type { NormalisedRow } from '../../src/domain/observation.ts';
import type { Reading } from './reading.ts';
import type { Fault } from './scorer.ts';

const KEPT_READINGS = 3;

/** The latest readings of an account, so that a fault can be told with what led to it. */
export class RecentReadings {
  readonly #readings: Reading[] = [];

  note(reading: Reading): void {
    this.#readings.push(reading);
    if (this.#readings.length > KEPT_READINGS) this.#readings.shift();
  }

  /** A fault of the latest reading with every recent showing of the transactions concerned. */
  tell({ kind, publicId, truths }: Fault, where: string): string {
    const lines = this.#readings.flatMap(({ number, rows, coverage, truths: shown }) => [
      `  read ${number}: ${coverage.from} to ${coverage.to}, ${coverage.complete ? 'complete' : 'broken off'}, ${rows.length} rows`,
      ...rows.flatMap((row, place) =>
        truths.includes(shown[place] ?? '') ? [`    ${shown[place]}: ${tellRow(row)}`] : [],
      ),
    ]);
    return [`${kind} of ${publicId} in ${where}: ${truths.join(' into ')}`, ...lines].join('\n');
  }
}

function tellRow({ content, pendingDate, sourceId }: NormalisedRow): string {
  const { status, postedDate, amount, currency, rawDescription, bankReference } = content;
  return `${status} ${postedDate ?? '-'} (pending ${pendingDate ?? '-'}) ${amount} ${currency} "${rawDescription}" ref ${bankReference ?? '-'} id ${sourceId ?? '-'}`;
}
