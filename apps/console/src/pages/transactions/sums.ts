import { addDecimals, type Decimal, parseDecimal, printDecimal } from '../../components/values/decimal.ts';

/** Exact sums by currency, over rows that come page by page. */
export interface Sums {
  readonly count: number;
  readonly byCurrency: readonly { readonly currency: string; readonly amount: string; readonly count: number }[];
}

interface Row {
  readonly amount: string;
  readonly currency: string;
}

interface Sum {
  amount: Decimal;
  count: number;
}

/**
 * Adds rows up, each once: a list that has grown at its end costs only what is new. Any other list is added up anew. Amounts that
 * are no decimals are counted and not added.
 */
export function createSummer<R extends Row>(): (rows: readonly R[]) => Sums {
  let first: R | undefined;
  let last: R | undefined;
  let count = 0;
  let sums = new Map<string, Sum>();
  return (rows) => {
    if (rows[0] !== first || rows[count - 1] !== last) {
      count = 0;
      sums = new Map();
    }
    for (; count < rows.length; count += 1) {
      const row = rows[count];
      if (row !== undefined) add(sums, row);
    }
    first = rows[0];
    last = rows[count - 1];
    const byCurrency = [...sums]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, sum]) => ({ currency, amount: printDecimal(sum.amount), count: sum.count }));
    return { count, byCurrency };
  };
}

function add(sums: Map<string, Sum>, { amount, currency }: Row): void {
  const sum = sums.get(currency) ?? { amount: { units: 0n, scale: 0 }, count: 0 };
  sums.set(currency, sum);
  sum.count += 1;
  const decimal = parseDecimal(amount);
  if (decimal !== null) sum.amount = addDecimals(sum.amount, decimal);
}
