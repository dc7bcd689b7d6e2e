import type { ShownRow } from '@causeway/bank-simulator';

/** Rows of one day as a BAI2 statement of the bank. `summary` goes behind the account's currency. */
export function bai2StatementOf(
  { number, currency }: { readonly number: string; readonly currency: string },
  day: string,
  rows: readonly Pick<ShownRow, 'amount' | 'bankReference' | 'customerReference' | 'text'>[],
  summary = ',,,,',
): string {
  const records = rows.map(({ amount, bankReference, customerReference, text }) => {
    const type = amount.startsWith('-') ? '699' : '399';
    const cents = amount.replace('-', '').replace('.', '');
    return `16,${type},${cents},0,${bankReference ?? ''},${customerReference ?? ''},${text}`;
  });
  const date = day.replaceAll('-', '').slice(2);
  const body = [`03,${number},${currency}${summary}/`, ...records];
  return [
    `01,BANK,CLIENT,${date},0600,1,,1,2/`,
    `02,CLIENT,BANK,1,${date},2359,${currency},2/`,
    ...body,
    `49,0,${body.length + 1}/`,
    `98,0,1,${body.length + 3}/`,
    `99,0,1,${body.length + 5}/`,
    '',
  ].join('\n');
}
