import { type CalendarDate, localDateAt, type SimulatedBank, toEpochMs } from '@causeway/bank-simulator';

/** The present day of a bank. */
export function bankDay(bank: SimulatedBank): CalendarDate {
  return localDateAt(toEpochMs(bank.now()), bank.style.calendar);
}
