import {
  createSimulatedBank,
  type InstitutionStyle,
  type ShownRow,
  type SimulatedBank,
  toEpochMs,
  toInstant,
} from '@causeway/bank-simulator';
import { type CalendarDate, calendarDate } from '../../src/domain/calendar-date.ts';
import type { NormalisedRow } from '../../src/domain/observation.ts';
import { railOfBaiCode } from '../../src/domain/rail.ts';
import { planWindow } from '../../src/domain/schedule.ts';
import { normaliseRow } from '../../src/ingest/normalise.ts';
import { type Choices, seededChoices } from '../prove/choices.ts';
import type { Reading } from './reading.ts';
import type { StyleSettings } from './settings-of-style.ts';

/** A bank to drive: one company at one institution, read once a day. */
export interface Drive {
  readonly seed: string;
  readonly style: InstitutionStyle;
  readonly settings: StyleSettings;
  /** Reads of each account. */
  readonly days: number;
  /** Day of the oldest row that the product's mirror of an account holds as pending, for the planner. */
  findOldestPending(accountId: string): CalendarDate | null;
}

const OPENED_AT = '2026-03-02T13:00:00Z';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of a hundred reads, those that break off. */
const BROKEN_READS = 4;

/**
 * Reads every account of a simulated bank day by day, over the windows that the product's planner asks for. The readings come
 * one at a time, because the next window depends on what the mirror became.
 */
export function* driveBank(drive: Drive): Generator<{ readonly accountId: string; readonly reading: Reading }> {
  const { seed, style, settings, days } = drive;
  const choices = seededChoices(`${seed} ${style.name} reads`);
  const bank = createSimulatedBank({ seed, style, openedAt: OPENED_AT });
  const readThrough = new Map<string, CalendarDate>();
  const accountIds = bank.listAccounts().map(({ id }) => id);
  for (let day = 0; day < days; day += 1) {
    bank.advanceTo(toInstant(toEpochMs(OPENED_AT) + day * DAY_MS + choices.whole(0, 6) * HOUR_MS));
    const isLive = liveAt(bank);
    for (const accountId of accountIds) {
      const window = planWindow({
        now: bank.now(),
        institution: settings,
        readThrough: readThrough.get(accountId) ?? null,
        oldestPending: drive.findOldestPending(accountId),
      });
      const shown = readWindow(bank, accountId, window, choices);
      if (shown.coverage.complete) readThrough.set(accountId, window.to);
      yield { accountId, reading: { ...shown, number: day, isLive } };
    }
  }
}

function readWindow(
  bank: SimulatedBank,
  accountId: string,
  window: { readonly from: CalendarDate; readonly to: CalendarDate },
  choices: Choices,
): Pick<Reading, 'rows' | 'truths' | 'coverage'> {
  const at = bank.now();
  // Both kinds of date are the text YYYY-MM-DD; only their types differ.
  const request = { accountId, from: window.from as `${string}-${string}-${string}`, to: window.to as never, at };
  const { rows, balances } = bank.show(request);
  const shownFrom = calendarDate(balances[0]?.date ?? window.from);
  const isBroken = choices.chance(BROKEN_READS / 100);
  const shownRows = isBroken ? rows.slice(0, choices.whole(0, rows.length)) : rows;
  return {
    rows: shownRows.map(toNormalisedRow),
    truths: bank.identify(request).slice(0, shownRows.length),
    coverage: { from: shownFrom, to: window.to, complete: !isBroken, proves: ['pending', 'posted'] },
  };
}

function liveAt(bank: SimulatedBank): (truth: string) => boolean {
  const statuses = new Map(bank.truth().transactions.map(({ id, status }) => [id, status]));
  return (truth) => statuses.get(truth) === 'pending' || statuses.get(truth) === 'posted';
}

function toNormalisedRow(row: ShownRow, index: number): NormalisedRow {
  return normaliseRow({
    sourceId: row.id,
    status: row.status,
    postedDate: row.bookingDate === null ? null : calendarDate(row.bookingDate),
    pendingDate: row.authorisedDate === null ? null : calendarDate(row.authorisedDate),
    valueDate: row.valueDate === null ? null : calendarDate(row.valueDate),
    amount: row.amount,
    currency: row.currency,
    rawDescription: row.text,
    rail: row.mcc === null ? railOfBaiCode(row.baiCode) : 'card',
    paymentReference: row.customerReference,
    bankReference: row.bankReference,
    baiCode: row.baiCode,
    category: null,
    mcc: row.mcc,
    merchantName: row.merchantName,
    counterpartyName: row.counterpartyName,
    counterpartyAccount: row.counterpartyAccount,
    location: `row ${index + 1}`,
  });
}
