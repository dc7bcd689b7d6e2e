import { calendarDate } from '../../../domain/values/calendar-date.ts';
import { PortalFormError } from '../form-error.ts';
import type { StatementsRecipe } from '../recipe.ts';
import { alert, choose, label, link, submit, table } from '../recipe-kit.ts';
import { nameAccount } from './demo-account.ts';

/** Words by which the documents of one demo bank are known. */
export interface StatementWords {
  /** Of the link and of the list. */
  readonly place: string;
  readonly account: string;
  readonly show: string;
  readonly none: string;
  readonly denied: string;
  /** Finds the month in the words of a link, as its first group. */
  readonly month: RegExp;
}

/** A document for each whole month that is over. */
export function createDemoStatements(words: StatementWords): StatementsRecipe {
  return {
    open: [{ do: 'click', name: 'open the documents', target: link(words.place), submits: 'form' }],
    opened: label(words.account),
    denied: alert(words.denied),
    choose: [
      { ...choose(words.account, nameAccount), notOffered: 'delegated_user_missing_permission' },
      submit('show the documents', words.show),
    ],
    links: table(words.place),
    none: { text: words.none },
    readPeriod: (text) => readMonth(words.month.exec(text)?.[1] ?? ''),
  };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function readMonth(text: string) {
  const [name = '', year = ''] = text.split(' ');
  const month = MONTHS.indexOf(name);
  if (month < 0 || !/^\d{4}$/.test(year)) throw new PortalFormError('a document is of no month');
  const day = (epochMs: number) => calendarDate(new Date(epochMs).toISOString().slice(0, 10));
  return { from: day(Date.UTC(Number(year), month, 1)), to: day(Date.UTC(Number(year), month + 1, 0)) };
}
