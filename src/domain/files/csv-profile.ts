/** Longest profile, as JSON text. */
const MOST_CHARACTERS = 16_384;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isColumn: Check = (value) => isText(value) || (Number.isInteger(value) && Number(value) >= -1);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isTruth: Check = (value) => typeof value === 'boolean';
const isWordList: Check = (value) => isWith({ column: isColumn, words: listOf(isText) })(value);

/** An object of these properties and no others; those of `optional` may be left out. */
function isWith(required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  return (value) => typeof value === 'object' && value !== null && findBad(value, required, optional) === null;
}

function findBad(
  value: object,
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>>,
): string | null {
  const given = new Map(Object.entries(value));
  for (const [name, check] of Object.entries(required)) if (!given.has(name) || !check(given.get(name))) return name;
  for (const [name, each] of given) {
    const check = required[name] ?? optional[name];
    if (check === undefined || !check(each)) return name;
  }
  return null;
}

const isAmountRule: Check = (value) =>
  isWith({ kind: oneOf('signed'), column: isColumn }, { isOutflowPositive: isTruth })(value) ||
  isWith({ kind: oneOf('twoColumns'), debit: isColumn, credit: isColumn }, { areDebitsNegative: isTruth })(value) ||
  isWith({ kind: oneOf('flagged'), column: isColumn, flag: isColumn, debitWords: listOf(isText) })(value);

const isAccountRule: Check = (value) =>
  isWith({ kind: oneOf('fixed'), id: isText })(value) ||
  isWith({ kind: oneOf('column'), column: isColumn })(value) ||
  isWith({ kind: oneOf('label'), label: isText })(value);

const isCurrencyRule: Check = (value) => isWith({ code: isText })(value) || isWith({ column: isColumn })(value);

const REQUIRED: Readonly<Record<string, Check>> = {
  name: isText,
  delimiter: oneOf(',', ';', '\t', '|'),
  headerRow: (value) => value === null || (Number.isInteger(value) && Number(value) >= 0),
  decimalMark: oneOf('.', ','),
  dateOrder: oneOf('DMY', 'MDY', 'YMD'),
  date: isColumn,
  amount: isAmountRule,
};
const OPTIONAL: Readonly<Record<string, Check>> = {
  quote: (value) => value === null || isText(value),
  charset: isText,
  valueDate: isColumn,
  description: listOf(isColumn),
  counterpartyName: isColumn,
  counterpartyAccount: isColumn,
  id: isColumn,
  reference: isColumn,
  balance: isColumn,
  currency: isCurrencyRule,
  account: isAccountRule,
  pending: isWordList,
  dropped: isWordList,
};

/** What is wrong with a CSV profile, as a sentence part that names the property; null for one that can be used. */
export function findProfileFault(profile: Readonly<Record<string, unknown>>): string | null {
  if (JSON.stringify(profile).length > MOST_CHARACTERS)
    return `must have at most ${MOST_CHARACTERS} characters as JSON`;
  const bad = findBad(profile, REQUIRED, OPTIONAL);
  if (bad === null) return null;
  const isKnown = bad in REQUIRED || bad in OPTIONAL;
  if (!isKnown) return `has no property ${bad}`;
  return bad in profile ? `has a wrong value at ${bad}` : `needs ${bad}`;
}
