import { type DateOrder, parseLooseDate } from '../loose-date.ts';
import type { CollectedFile } from '../read-bank-file.ts';
import type { AccountKind } from '../statement.ts';
import type { Facts } from './corpus.ts';
import { countEntries, type FactReader, nameEncoding, spanOf, sumSide } from './describe-file.ts';

const SECTIONS: Readonly<Partial<Record<AccountKind, string>>> = {
  checking: '!Type:Bank',
  cash: '!Type:Cash',
  creditCard: '!Type:CCard',
  asset: '!Type:Oth A',
  liability: '!Type:Oth L',
};

/** Records by section: those of movements, and the number of those in securities that were left out. Lists hold no money. */
function describeSections(found: CollectedFile): Facts {
  const sections: Record<string, number> = {};
  for (const { header, entries } of found.statements) {
    const name = SECTIONS[header.account.kind ?? 'checking'] ?? '';
    sections[name] = (sections[name] ?? 0) + entries.length;
  }
  const skipped = found.warnings.find(({ code }) => code === 'investments_skipped');
  if (skipped !== undefined) sections['!Type:Invst'] = Number.parseInt(skipped.reason, 10);
  return sections;
}

/** The raw text of dates is not kept: it has to give the days that were read. */
function describeFirstDates(found: CollectedFile, { firstRawDates, dateOrder }: Facts): unknown {
  const days = found.statements.flatMap(({ entries }) => entries.map((entry) => entry.bookingDate)).slice(0, 3);
  if (!Array.isArray(firstRawDates)) return days;
  const order: DateOrder = dateOrder === 'DMY' || dateOrder === 'YMD' ? dateOrder : 'MDY';
  const isSame = firstRawDates.every((text, i) => parseLooseDate(String(text), order)?.date === days[i]);
  return isSame ? firstRawDates : days;
}

export const QIF_FACTS: FactReader = {
  describeFile: (found, bytes, expected) => {
    const entries = found.statements.flatMap((statement) => statement.entries);
    const booked = spanOf(entries.map((entry) => entry.bookingDate));
    return {
      encoding: nameEncoding(found, bytes),
      lineEnds: found.fileEnd?.lineEnding,
      sections: describeSections(found),
      transactionCount: countEntries(found),
      bad: found.statementErrors.length,
      sumCredits: sumSide(entries, 'credit'),
      sumDebits: sumSide(entries, 'debit'),
      splits: entries.reduce((count, { details }) => count + details.length, 0),
      missingTerminator: found.warnings.some(({ code }) => code === 'record_unterminated'),
      firstRawDates: describeFirstDates(found, expected),
      firstDate: booked.first,
      lastDate: booked.last,
      unreadableDates: 0,
    };
  },
  describeStatement: () => ({}),
  // The order of day and month shows in the dates.
  implied: new Set(['dateOrder']),
};
