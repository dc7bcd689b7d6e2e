import { PortalFormError } from './form-error.ts';
import type { Facts, Step, Target, Value } from './recipe.ts';

/** Short forms in which recipes are written. */
export const heading = (name: string | RegExp): Target => ({ role: 'heading', name });
export const button = (name: string): Target => ({ role: 'button', name });
export const link = (name: string): Target => ({ role: 'link', name });
export const label = (name: string): Target => ({ label: name });
export const alert = (text: string | RegExp): Target => ({ role: 'alert', hasText: text });
export const table = (name: string): Target => ({ role: 'table', name });

export const fill = (name: string, value: Value): Step => ({
  do: 'fill',
  name: `fill ${name}`,
  target: label(name),
  value,
});
export const choose = (name: string, option: Value): Step => ({
  do: 'choose',
  name: `choose ${name}`,
  target: label(name),
  option,
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
