export type { Bai2Options } from './bai2/read-bai2.ts';
export { findBaiCodeRail } from './bai2/type-code.ts';
export { findBaiCodeName, listBaiCodeNames } from './bai2/type-code-name.ts';
export type {
  BankFileError,
  BankFileEvent,
  BankFileReader,
  FileHeader,
  FileTrailer,
  LineEnding,
} from './bank-file-event.ts';
export type { CalendarDate } from './calendar-date.ts';
export type { CamtOptions } from './camt/read-camt.ts';
export { type BankFileOptions, createBankFileReader } from './create-bank-file-reader.ts';
export type { DetectedCsvProfile } from './csv/detect-profile.ts';
export { findCsvProfile } from './csv/find-profile.ts';
export type { CsvAccountRule, CsvAmountRule, CsvColumn, CsvProfile } from './csv/profile.ts';
export type { CsvOptions } from './csv/read-csv.ts';
export { findCurrencyExponent, listCurrencies } from './currency-exponent.ts';
export type { DecimalMark } from './loose-amount.ts';
export type { DateOrder } from './loose-date.ts';
export type { MtOptions } from './mt/read-mt.ts';
export type { OfxOptions } from './ofx/read-ofx.ts';
export type { BankFileProblem, ProblemCode } from './problem.ts';
export type { QifOptions } from './qif/read-qif.ts';
export { type CollectedFile, type CollectedStatement, collectStatements, readBankFile } from './read-bank-file.ts';
export * from './statement.ts';
export type { Bai2WriteOptions } from './write/bai2.ts';
export { type CsvWriteOptions, WRITTEN_CSV_PROFILE } from './write/csv.ts';
export type { MtCharacterSet } from './write/mt-text.ts';
export type { Mt940WriteOptions } from './write/mt940.ts';
export type {
  OutgoingAccount,
  OutgoingBalance,
  OutgoingEntry,
  OutgoingFile,
  OutgoingStatement,
  OutgoingStatements,
} from './write/outgoing.ts';
export { splitByDay } from './write/split-by-day.ts';
export { toOutgoingStatement } from './write/to-outgoing.ts';
export { type BankFileWriteOptions, writeBankFile } from './write/write-bank-file.ts';
export { BankFileWriteError, type WritableFormat, type WriteLoss } from './write/write-scope.ts';
