import {
  addBusinessDays,
  addDays,
  type BankCalendar,
  businessDayOnOrBefore,
  type CalendarDate,
  toDayNumber,
} from '../calendar.ts';

/** Friday, 2 January 1970; counting by fourteen days from a Friday gives every second Friday. */
const FIRST_FRIDAY = 1;

/** Whether salaries are paid on `date`: every second Friday, or the business day before when that Friday is a holiday. */
export function isPayday(date: CalendarDate, calendar: BankCalendar): boolean {
  for (let ahead = 0; ahead <= 6; ahead += 1) {
    const friday = addDays(date, ahead);
    if ((toDayNumber(friday) - FIRST_FRIDAY) % 14 !== 0) continue;
    return businessDayOnOrBefore(friday, calendar) === date;
  }
  return false;
}

/** Whether the next business day after `date` is a payday, and `date` the business day before it. */
export function isDayBeforePayday(date: CalendarDate, calendar: BankCalendar): boolean {
  const next = addBusinessDays(date, 1, calendar);
  return isPayday(next, calendar) && addBusinessDays(next, -1, calendar) === date;
}
