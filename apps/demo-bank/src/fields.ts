import { type CalendarDate, findCalendarDate } from '@causeway/bank-simulator';

/** What is wrong with one field, and how to put it right. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

const MAX_TEXT_LENGTH = 200;

/** Reads the fields of a form, a JSON body or a query, and collects what is wrong with them. */
export class Fields {
  readonly errors: FieldError[] = [];
  readonly #values: ReadonlyMap<string, unknown>;

  /** Anything that is not an object reads as one without fields. */
  constructor(body: unknown) {
    this.#values = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  }

  /** A text that must be there and match; an empty string stands in for a wrong one, which is in `errors` then. */
  text(field: string, rule: { readonly pattern: RegExp; readonly hint: string }): string {
    return this.optionalText(field, rule) ?? this.#reject(field, `is missing; ${rule.hint}`, '');
  }

  /** The same for a text that may be absent or empty: null then. */
  optionalText(field: string, { pattern, hint }: { readonly pattern: RegExp; readonly hint: string }): string | null {
    const value = this.#values.get(field);
    if (value === undefined || value === null || value === '') return null;
    if (typeof value !== 'string' || value.length > MAX_TEXT_LENGTH || !pattern.test(value)) {
      return this.#reject(field, `is not valid; ${hint}`, '');
    }
    return value;
  }

  /** A date that must be there; the first day of 1970 stands in for a wrong one, which is in `errors` then. */
  date(field: string): CalendarDate {
    const hint = 'write a date as YYYY-MM-DD';
    const text = this.text(field, { pattern: /^.{1,10}$/, hint });
    if (text === '') return '1970-01-01';
    return findCalendarDate(text) ?? this.#reject(field, `is not a calendar date; ${hint}`, '1970-01-01');
  }

  /** A whole number from 1 to `max`; `fallback` when absent. JSON numbers and digits in a text are both taken. */
  count(field: string, { max, fallback }: { readonly max: number; readonly fallback: number }): number {
    const value = this.#values.get(field);
    if (value === undefined || value === null || value === '') return fallback;
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > max) {
      return this.#reject(field, `is not valid; write a whole number from 1 to ${max}`, fallback);
    }
    return number;
  }

  /** One of several names. */
  choice<T extends string>(field: string, names: readonly T[]): T | null {
    const found = names.find((name) => name === this.#values.get(field));
    return found ?? this.#reject(field, `is not valid; use one of ${names.join(', ')}`, null);
  }

  /** One or more of several names: a list, a repeated form field, or one text with commas. */
  choices<T extends string>(field: string, names: readonly T[]): T[] {
    const value = this.#values.get(field);
    const listed = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
    if (!Array.isArray(listed) || listed.length === 0 || listed.some((name) => !names.includes(name))) {
      return this.#reject(field, `is missing or not valid; use one or more of ${names.join(', ')}`, []);
    }
    return names.filter((name) => listed.includes(name));
  }

  /** Adds an error found elsewhere. */
  reject(field: string, message: string): void {
    this.errors.push({ field, message });
  }

  #reject<T>(field: string, message: string, standIn: T): T {
    // A text that is wrong in two ways is told once.
    if (!this.errors.some((error) => error.field === field)) this.reject(field, message);
    return standIn;
  }
}

/** Rules for texts that several forms ask for. */
export const textRules = {
  companyId: { pattern: /^\d{7}$/, hint: 'write the seven digits of the company id' },
  username: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/,
    hint: 'write 3 to 64 letters, digits, dots, hyphens or underscores, beginning with a letter or digit',
  },
  password: { pattern: /^.{1,200}$/su, hint: 'write the password' },
  personName: { pattern: /^[^\p{Cc}]{1,80}$/u, hint: 'write a name of 1 to 80 characters' },
  email: { pattern: /^[^\s@]+@[^\s@]+$/, hint: 'write an address such as name@company.example, or leave it out' },
  phone: { pattern: /^\+\d{7,15}$/, hint: 'write a number such as +14155550123, or leave it out' },
  accountNumber: { pattern: /^[A-Za-z0-9]{1,40}$/, hint: 'write the number of an account as the bank lists it' },
  currency: { pattern: /^[A-Z]{3}$/, hint: 'write the three letters of a currency' },
  accountId: { pattern: /^[a-z0-9-]{1,40}$/, hint: 'write the id of an account as the bank lists it' },
};
