import { formatAmount } from './format-amount.ts';
import classes from './money.module.css';

/**
 * An amount of money, as the API gives it: a decimal string and its currency. Digits stand under each other in a column that is
 * aligned to the right. An amount that is not known is a dash.
 */
export function Money({
  amount,
  currency,
  isSigned = false,
}: {
  readonly amount: string | null | undefined;
  readonly currency: string | null | undefined;
  /** Shows a plus on what came in, and colours it. */
  readonly isSigned?: boolean;
}) {
  if (amount === null || amount === undefined) return <span className="cw-dim">–</span>;
  const isIn = isSigned && !amount.startsWith('-') && /[1-9]/.test(amount);
  return (
    <span className={classes.money} data-in={isIn || undefined}>
      {isIn ? '+' : ''}
      {formatAmount(amount, currency ?? null)}
      {currency == null ? null : <span className={classes.currency}> {currency}</span>}
    </span>
  );
}
