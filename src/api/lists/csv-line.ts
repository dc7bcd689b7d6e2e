/** A spreadsheet takes what begins with one of these for a formula, which may send the sheet's content away; some do so at full width. */
const FORMULA_START = /^[=+\-@＝＋－＠\t\r\n]/;
/** Where lists are separated by one of these, a new cell begins in the middle of a text, whatever quotes are around all of it. */
const CELL_INSIDE = /([;|\t\r\n]"*)(?=[=+\-@＝＋－＠])/g;
/** Numbers begin with a sign as well, and are harmless. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One line of a CSV file (RFC 4180), with its end. Null is an empty field. Text that a spreadsheet would compute has an
 * apostrophe in front, which spreadsheets take for the mark of a text.
 */
export function renderCsvLine(fields: readonly (string | null)[]): string {
  return `${fields.map(renderField).join(',')}\r\n`;
}

function renderField(field: string | null): string {
  if (field === null) return '';
  const inside = field.replaceAll(CELL_INSIDE, "$1'");
  const text = FORMULA_START.test(field) && !NUMBER.test(field) ? `'${inside}` : inside;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
