import type { ShownRow } from '@causeway/bank-simulator';
import { toObservedRow } from '../../src/connectors/http-export/map-export.ts';
import type { NormalisedRow } from '../../src/domain/observation.ts';
import { calendarDate } from '../../src/domain/values/calendar-date.ts';
import { normaliseRow } from '../../src/ingest/accounts/normalise.ts';

/** A row of a simulated bank as a connector passes it on and the pipeline normalises it. */
export function normaliseShownRow(row: ShownRow, location: string): NormalisedRow {
  const { bookingDate, authorisedDate, valueDate } = row;
  const dates = {
    bookingDate: bookingDate === null ? null : calendarDate(bookingDate),
    authorisedDate: authorisedDate === null ? null : calendarDate(authorisedDate),
    valueDate: valueDate === null ? null : calendarDate(valueDate),
  };
  return normaliseRow(toObservedRow({ ...row, ...dates }, location));
}
