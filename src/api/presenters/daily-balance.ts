import { canonicalAmount } from '../../domain/values/money.ts';
import type { DailyBalanceRow } from '../../store/accounts/balances.ts';

/** Amounts in canonical form: the decimals of their currency, more only where the value needs them. */
export function presentDailyBalance(day: DailyBalanceRow) {
  return {
    accountId: day.accountId,
    connectionId: day.connectionId,
    entityId: day.entityId,
    date: day.date,
    currency: day.currency,
    ledgerBalance: canonicalAmount(day.ledgerBalance, day.currency),
    postedTransactionDelta: canonicalAmount(day.postedTransactionDelta, day.currency),
    source: day.source,
    updatedAt: day.updatedAt,
  };
}
