export type { Bai2Options } from './bai2/read-bai2.ts';
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
export { findCurrencyExponent, listCurrencies } from './currency-exponent.ts';
export type { BankFileProblem, ProblemCode } from './problem.ts';
export { type CollectedFile, type CollectedStatement, collectStatements, readBankFile } from './read-bank-file.ts';
export * from './statement.ts';
