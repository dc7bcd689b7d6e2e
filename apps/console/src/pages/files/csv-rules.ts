import { type CsvProfile, listOf, withProperty } from './csv-layout.ts';

/** Properties that are rarely needed, in the order of their fields. */
const RARE = ['charset', 'quote', 'account', 'currency', 'pending', 'dropped'] as const;

/** Whether a profile has one of the rare properties, which is not to be in force unseen. */
export function hasRare(profile: CsvProfile): boolean {
  return RARE.some((name) => profile[name] !== undefined);
}

/** Where something stands that is of all rows or of each: one property of a rule, by its kind. */
export interface CsvRule {
  readonly kind: string;
  readonly value: unknown;
}

const ACCOUNT_VALUES = { fixed: 'id', column: 'column', label: 'label' } as const;
export const ACCOUNT_KINDS = [
  { value: 'none', label: 'As the file says' },
  { value: 'fixed', label: 'The same for all rows' },
  { value: 'column', label: 'In a column' },
  { value: 'label', label: 'Beside a label before the table' },
] as const;

/** Where the account's own number stands. */
export function accountOf({ account }: CsvProfile): CsvRule {
  const { kind, ...values }: Readonly<Record<string, unknown>> = Object(account);
  return typeof kind === 'string' ? { kind, value: Object.values(values)[0] } : { kind: 'none', value: undefined };
}

/** The profile with that rule; a kind that names no place takes the rule away. */
export function withAccount(profile: CsvProfile, { kind, value = '' }: CsvRule): CsvProfile {
  if (kind !== 'fixed' && kind !== 'column' && kind !== 'label') return withProperty(profile, 'account', undefined);
  return { ...profile, account: { kind, [ACCOUNT_VALUES[kind]]: value } };
}

export const CURRENCY_KINDS = [
  { value: 'none', label: 'As the file says' },
  { value: 'code', label: 'The same for all rows' },
  { value: 'column', label: 'In a column' },
] as const;

/** Where the currency of the rows stands. */
export function currencyOf({ currency }: CsvProfile): CsvRule {
  const rule: Readonly<Record<string, unknown>> = Object(currency);
  if ('code' in rule) return { kind: 'code', value: rule.code };
  return 'column' in rule ? { kind: 'column', value: rule.column } : { kind: 'none', value: undefined };
}

/** The profile with that rule; a kind that names no place takes the rule away. */
export function withCurrency(profile: CsvProfile, { kind, value = '' }: CsvRule): CsvProfile {
  if (kind !== 'code' && kind !== 'column') return withProperty(profile, 'currency', undefined);
  return { ...profile, currency: { [kind]: value } };
}

/** Rows of a sort are those where a column has one of the words. */
export interface WordRule {
  readonly column: unknown;
  readonly words: readonly string[];
}

/** Empty where the profile has none of that name. */
export function wordRuleOf(profile: CsvProfile, name: 'pending' | 'dropped'): WordRule {
  const { column, words }: Readonly<Record<string, unknown>> = Object(profile[name]);
  return { column, words: listOf(words).map(String) };
}

/** The profile with such a rule; one that says nothing is left out. Half of one stays, so that the server says what it lacks. */
export function withWordRule(
  profile: CsvProfile,
  name: 'pending' | 'dropped',
  { column, words }: WordRule,
): CsvProfile {
  const isEmpty = (column === undefined || column === '') && words.length === 0;
  return withProperty(profile, name, isEmpty ? undefined : { column: column ?? '', words: [...words] });
}

/** What stands for the double quote, which needs no property. */
const USUAL_QUOTE = '"';
const NO_QUOTE = 'none';

/** The choice of a profile's quote, as a text. */
export function quoteOf({ quote }: CsvProfile): string {
  if (quote === null) return NO_QUOTE;
  return typeof quote === 'string' ? quote : USUAL_QUOTE;
}

/** The profile with that choice of `quotesFor`: the usual quote needs no property, and none at all is null. */
export function withQuote(profile: CsvProfile, choice: string): CsvProfile {
  if (choice === NO_QUOTE) return { ...profile, quote: null };
  return withProperty(profile, 'quote', choice === USUAL_QUOTE ? undefined : choice);
}

/** Quotes to choose from, with that of the profile where it is another one. */
export function quotesFor(profile: CsvProfile): { value: string; label: string }[] {
  const usual = [
    { value: USUAL_QUOTE, label: 'Double quotes "' },
    { value: "'", label: "Single quotes '" },
    { value: NO_QUOTE, label: 'None: quotes are ordinary characters' },
  ];
  const own = quoteOf(profile);
  return usual.some(({ value }) => value === own) ? usual : [...usual, { value: own, label: own }];
}
