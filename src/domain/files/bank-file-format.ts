/** Kinds of bank file that the contract names. */
export type BankFileFormat =
  | 'bai2'
  | 'camt052'
  | 'camt053'
  | 'camt054'
  | 'mt940'
  | 'mt942'
  | 'ofx'
  | 'qfx'
  | 'qif'
  | 'csv';
