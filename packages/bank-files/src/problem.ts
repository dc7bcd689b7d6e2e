import type { FilePosition } from './statement.ts';

/** Every problem a reader can report, with the sentence that says what it means and what to do. */
const MESSAGES = {
  empty_file: 'The file is empty; ask the bank to send it again.',
  unknown_format: 'The content is none of the formats that are read; check that the right file was chosen.',
  packed_file: 'The file is packed or a document, and no bank file itself; unpack it, or download the export instead.',
  html_page:
    'The file is a web page, most likely a login or error page saved in place of the export; download it again.',
  unsupported_charset: 'The declared character set is not supported; convert the file to UTF-8.',
  charset_mismatch: 'The bytes are not in the declared character set; the text was read in the one they are in.',
  mixed_charset: 'The file mixes UTF-8 with another character set; some text may be garbled.',
  invalid_text: 'The bytes are not valid text in the character set of the file; get an undamaged copy.',
  line_too_long: 'A line is longer than any bank writes; the file is damaged or not a bank file.',

  file_truncated: 'The file ends before its own end; statements that had ended are whole, ask for a complete copy.',
  file_header_missing: 'The file does not begin with its header record; get a complete copy.',
  file_version_unknown: 'The file names a version this reader was not written for; compare the result with the bank.',
  record_out_of_place: 'A record stands where its kind cannot be; the file is damaged, get a new copy.',
  too_many_lines: 'One record is continued over more lines than the limit allows; the file is damaged.',
  text_after_terminator: 'There is text behind the end of the record; it was ignored.',
  line_without_record_code: 'A line has no record code; it was taken as the rest of the text above it.',
  group_trailer_missing: 'A group has no trailer record; its totals could not be checked.',
  file_trailer_unterminated: 'The last record has no end mark; the file may have been cut after it.',
  group_not_imported: 'The bank marks this group as a deletion or a test; none of it was imported.',
  group_corrects:
    'The bank marks this group as a correction; what it takes back of an earlier group stays, so compare the two.',
  group_status_invalid:
    'The group status is none that exists, so it is unclear whether to apply the group; ask the bank.',
  as_of_date_invalid: 'The as-of date cannot be read, so the entries have no booking day; get a corrected file.',
  as_of_date_missing: 'The group has no as-of date; its entries carry no booking date.',
  account_id_missing: 'The statement does not say which account it is for; get a corrected file.',
  account_trailer_missing:
    'The account is not closed by its trailer record, so records may be missing; get a complete copy.',
  type_code_invalid: 'A type code is not three digits; a field is missing or shifted, get a corrected file.',
  type_code_unknown: 'The type code is not in the standard; its direction was taken from its number range.',
  type_code_bank_defined: 'The type code is defined by the bank; its direction was taken from its number range.',
  type_code_direction_unknown:
    'Nothing says whether this type code is a credit or a debit; declare it in the typeCodes option.',
  summary_code_in_transaction: 'A total stands among the transactions; it was kept as information and not counted.',
  non_monetary_amount: 'A record that carries no money has an amount; it was kept as information and not counted.',
  explicit_decimal_point: 'An amount has a decimal point where the format implies one; it was read as written.',
  funds_type_invalid: 'The funds type is none that exists, so the following fields cannot be told apart.',
  currency_unknown: 'The currency is not a current ISO 4217 code; two decimals were assumed.',
  currency_assumed: 'The file names no currency; the default of its standard was taken.',

  xml_malformed: 'The XML is not well-formed; get an undamaged copy.',
  xml_doctype_refused: 'The XML declares a document type; bank files never need one, and it is refused for safety.',
  xml_too_deep: 'The XML is nested deeper than the limit allows; it is not a bank file.',
  xml_too_large: 'One part of the XML is larger than the limit allows; it was not read.',
  no_statement: 'The message contains no statement; ask the bank for the complete file.',
  namespace_missing: 'The message has no ISO 20022 namespace; its version is unknown.',
  namespace_mismatch: 'The namespace names another kind of message than the content is; the content decides.',
  indicator_missing: 'The credit or debit mark is missing or not one that exists, so the sign is unknown.',
  status_missing: 'The entry has no status; it was taken as the kind of message suggests.',
  status_unknown: 'The entry has a status that does not exist; it was kept as information and not counted.',
  balance_unreadable: 'A balance cannot be read and was left out.',
  balance_side_assumed: 'A balance has no credit or debit mark; its sign was taken as printed.',
  negative_amount: 'An amount has a minus where the mark already tells the side; both were applied.',
  entry_currency_missing: "The entry names no currency; the account's was taken.",
  batch_count_differs: 'The entry lists another number of payments than it announces.',
  details_do_not_add_up: 'The payments below the entry do not add up to it; the entry counts.',

  message_skipped: 'The file holds a message that is no statement; it was left out.',
  message_unfinished:
    'The message has neither closing balance nor end mark, so entries may be missing; get a complete copy.',
  end_mark_missing: 'The message has no end mark; its balances or totals prove that no entry is missing.',
  record_incomplete: 'An entry ends before its amount is certain; get a complete copy.',
  opening_balance_missing: 'The statement has no opening balance, so its entries cannot be proved complete.',
  closing_balance_missing: 'The statement has no closing balance, so its entries cannot be proved complete.',
  statement_end_unproven:
    'The file stops within a statement that has neither closing balance nor end mark, so its last entry may be cut and others be missing; get a complete copy, or make sure that nothing is missing.',
  balance_date_garbled: 'The date of a balance cannot be read and was left out.',
  balance_currency_missing: "A balance names no currency; the account's was taken.",
  floor_limit_garbled: 'The smallest amount listed cannot be read and was left out.',
  summary_garbled: 'A total of the bank cannot be read and was not compared.',

  header_irregular: 'The header is not as its standard wants it; the content was read all the same.',
  no_statement_in_reply: 'The file is whole and contains no statement; ask the bank for one.',
  bank_reported_error: 'The bank says in the file that it could not do what was asked; see its message.',
  end_tag_missing: 'An end tag is missing; the element was taken to end where the next one begins.',
  entry_id_missing: 'The bank gives an entry no id; it is told apart by its content.',
  entry_id_repeated: 'The bank gives several entries the same id; they are told apart by their content.',
  correction_not_applied: 'The entry corrects one that was sent before; the earlier one was not changed.',
  investments_skipped: 'Transactions in securities are not read; only movements of cash are.',
  amount_ambiguous:
    'An amount can be read in two ways, as its decimal mark may set thousands apart; get a corrected file.',
  date_missing: 'An entry has no date; get a corrected file.',

  csv_profile_found: 'The layout of the table was found from its content; declare it as a profile to be sure.',
  csv_profile_unsure: 'The layout of the table is not clear enough to read money from it; declare a profile.',
  csv_header_missing: 'The table has no header row where the profile has it; check that the profile fits the file.',
  csv_column_missing: 'The table lacks a column of the profile; check that the profile fits the file.',
  csv_quote_unclosed: 'A quoted cell does not end; get an undamaged copy, or declare a profile without quotes.',
  csv_too_many_columns:
    'The table has more columns than its layout can be found among; declare a profile, or export fewer columns.',
  csv_row_too_long: 'A row has more cells than the table has columns; get a corrected file.',
  row_without_amount: 'A row has a date and no amount; it was left out.',
  row_skipped: 'A row of the table is no movement, such as a title, a total or a note; it was left out.',
  amount_on_both_sides: 'A row has an amount in both columns; get a corrected file.',

  record_empty: 'A record is empty and was left out.',
  record_unterminated: 'The last record has no end mark; the file may have been cut within it.',
  section_unknown: 'A section is none that exists; its records were left out.',
  split_amount_garbled: 'The amount of a split is not a number and was left out.',
  date_order_assumed:
    'Nothing in the file tells whether the day or the month comes first; declare it in the dateOrder option.',

  statement_repeated: 'The statement stands in the file before, word for word; it was left out here.',
  field_repeated: 'An entry has a field twice, as when two entries run into each other; get a corrected file.',
  amount_missing: 'An amount is missing; get a corrected file.',
  amount_garbled: 'An amount is not a number; get a corrected file.',
  date_garbled: 'A date cannot be read, or is no day of the calendar; get a corrected file.',
  value_date_garbled: 'A value date cannot be read and was left out.',
  date_clamped: "The date does not exist in the calendar; the month's last day was taken.",
  record_count_mismatch: 'The number of records differs from the announced one.',
  control_total_mismatch: 'The control total differs from the sum of the amounts.',
  summary_mismatch: 'The announced sums differ from those of the entries.',
  balances_do_not_add_up: 'Opening balance and entries do not give the closing balance.',
} as const satisfies Record<string, string>;

/** What programs may decide by. Each code has one sentence that says what it means and what to do. */
export type ProblemCode = keyof typeof MESSAGES;

/** A warning or an error, with the place and the reason: what was found, and what was expected. */
export interface BankFileProblem extends FilePosition {
  readonly code: ProblemCode;
  readonly message: string;
  readonly reason: string;
  readonly statementIndex: number | null;
  /** The account's raw id when it was known by then. */
  readonly accountId: string | null;
}

/** Where a problem belongs, beside its place in the file. */
export interface ProblemScope {
  readonly statementIndex: number | null;
  readonly accountId: string | null;
}

export const FILE_SCOPE: ProblemScope = { statementIndex: null, accountId: null };

/** Builds a problem; `reason` says what was found, values quoted with `quote`. */
export function buildProblem(
  code: ProblemCode,
  reason: string,
  position: FilePosition,
  scope: ProblemScope = FILE_SCOPE,
): BankFileProblem {
  return {
    code,
    message: MESSAGES[code],
    reason,
    byteOffset: position.byteOffset,
    line: position.line,
    record: position.record,
    statementIndex: scope.statementIndex,
    accountId: scope.accountId,
  };
}

/** A value from the file, cut to 40 characters, for a reason. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
