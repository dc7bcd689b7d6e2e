import { refuseField } from '../../../domain/refusal.ts';
import { addDays, calendarDate } from '../../../domain/values/calendar-date.ts';
import { decimal } from '../../../domain/values/decimal.ts';
import { formatAmount } from '../../../domain/values/money.ts';
import { type CurrencyPosition, readCashPosition } from '../../../store/accounts/cash-position.ts';
import { idFilter } from '../../lists/filters.ts';
import { defineOperation } from '../../operation.ts';

const USUAL_DAYS = 90;
/** Three years, and what leap days add. */
const MAX_DAYS = 1_100;

export const getCashPosition = defineOperation('getCashPosition', {
  async handle({ query }, { parts, principal }) {
    const to = calendarDate(query.to ?? (await parts.now(principal)).slice(0, 10));
    const from = query.from === undefined ? addDays(to, 1 - USUAL_DAYS) : calendarDate(query.from);
    if (from > to) return refuseField('query', 'from', `must not be later than ${to}`);
    if (addDays(from, MAX_DAYS) <= to) return refuseField('query', 'from', `must be within ${MAX_DAYS} days of ${to}`);
    const filter = { from, to, entityId: idFilter(query.entityId), connectionId: idFilter(query.connectionId) };
    const currencies = await readCashPosition(parts.sql, principal, filter);
    return { status: 200, body: { from, to, currencies: currencies.map(present) } };
  },
});

function present({ days, ...position }: CurrencyPosition): CurrencyPosition {
  const inForm = (balance: string | null) =>
    balance === null ? null : formatAmount(decimal(balance), position.currency);
  return { ...position, days: days.map(({ balance, ...day }) => ({ ...day, balance: inForm(balance) })) };
}
