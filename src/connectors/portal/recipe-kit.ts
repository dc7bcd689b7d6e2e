import { addDays } from '../../domain/values/calendar-date.ts';
import { type DateForm, parseBankDate } from './bank-text.ts';
import { PortalFormError } from './form-error.ts';
import type { ActivityRecipe, Facts, NoticeRecipe, Step, Target, Value } from './recipe.ts';

/** A heading of the page, by its name as assistive technology reads it: so are the targets below. */
export const heading = (name: string | RegExp): Target => ({ role: 'heading', name });
/** Also an `input` that looks like one. */
export const button = (name: string): Target => ({ role: 'button', name });
/** By its text, not by where it leads. */
export const link = (name: string): Target => ({ role: 'link', name });
/** The field that carries this label. */
export const label = (name: string): Target => ({ label: name });
/** A message of the bank that is marked as one; told apart by its text, as messages have no names. */
export const alert = (text: string | RegExp): Target => ({ role: 'alert', hasText: text });
/** By its caption. */
export const table = (name: string): Target => ({ role: 'table', name });

/** Types a value; the step bears the label, and never the value. */
export const fill = (name: string, value: Value): Step => ({
  do: 'fill',
  name: `fill ${name}`,
  target: label(name),
  value,
});
/** Picks an option of a list by its text. */
export const choose = (name: string, option: Value): Extract<Step, { do: 'choose' }> => ({
  do: 'choose',
  name: `choose ${name}`,
  target: label(name),
  option,
});

/** A click that sends a form of no secret off. */
export const submit = (name: string, words: string): Step => ({
  do: 'click',
  name,
  target: button(words),
  submits: 'form',
});

/** A credential without which the session would not have been begun. */
export function credential(field: 'bankCustomerId' | 'bankUsername' | 'password'): Value {
  return ({ credentials }) => {
    const value = credentials[field];
    if (value === undefined) throw new TypeError(`the recipe does not list ${field} among its credentials`);
    return value;
  };
}

/** Page of the account that is being read. */
export const accountPage: Value = ({ account }) => {
  if (account === null) throw new TypeError('no account is being read');
  return account.handle;
};

/** First or last day of the window, written by `write`. */
export function windowDay(
  end: 'from' | 'to',
  write: (day: NonNullable<Parameters<Value>[0]['window']>['from']) => string,
): Value {
  return ({ window }) => {
    if (window === null) throw new TypeError('no window is being read');
    return write(window[end]);
  };
}

/** An end that the bank counts down: the first group of `text` is how many days are left. */
export function endsInDays(part: NoticeRecipe['part'], text: RegExp): NoticeRecipe {
  return {
    part,
    text,
    read: (shown, today) => {
      const days = Number(text.exec(shown)?.[1] ?? Number.NaN);
      return Number.isInteger(days) && days >= 0 && days <= MOST_DAYS_AHEAD
        ? { on: addDays(today, days), isExact: false }
        : null;
    },
  };
}

/** An end whose day the bank names, as the first group of `text`. */
export function endsOnDay(part: NoticeRecipe['part'], text: RegExp, form: DateForm): NoticeRecipe {
  return {
    part,
    text,
    read: (shown) => {
      const on = parseBankDate(text.exec(shown)?.[1] ?? '', form);
      return on === null ? null : { on, isExact: true };
    },
  };
}

/** The first day that the bank shows, which is the first group of `text`. */
export function firstDay(text: RegExp, form: DateForm): NonNullable<ActivityRecipe['earliest']> {
  return { text, read: (shown) => parseBankDate(text.exec(shown)?.[1] ?? '', form) };
}

/** A bank that counts further ahead counts something else. */
const MOST_DAYS_AHEAD = 1_000;

/** Facts of a page. */
export function createFacts(all: Facts['all']): Facts {
  const find = (term: string) => {
    const values = all.filter(([each]) => each === term);
    if (values.length > 1) throw new PortalFormError(`${term} is there twice`);
    return values[0]?.[1] ?? null;
  };
  return {
    all,
    find,
    get: (term) => {
      const value = find(term);
      if (value === null) throw new PortalFormError(`${term} is missing`);
      return value;
    },
  };
}
