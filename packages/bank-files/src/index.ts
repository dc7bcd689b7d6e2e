export type { Bai2Options } from './bai2/read-bai2.ts';
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
