import type { ObservedRow } from '../observation.ts';
import type { BankFileFormat } from './bank-file-format.ts';
import type { FileProblem } from './file-problem.ts';

/** What a file says, bounded, for a person to look at before it is taken in. */
export interface FilePreview {
  readonly format: BankFileFormat | null;
  /** Whether there is more than is shown. */
  readonly isPartial: boolean;
  readonly statements: readonly FilePreviewStatement[];
}

export interface FilePreviewStatement {
  readonly accountNumber: string | null;
  readonly currency: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly rowCount: number;
  /** Sums without a sign. */
  readonly credits: string;
  readonly debits: string;
  readonly closingBalance: string | null;
  readonly problem: FileProblem | null;
  readonly rows: readonly FilePreviewRow[];
}

export type FilePreviewRow = Pick<ObservedRow, 'status' | 'postedDate' | 'amount' | 'bankReference' | 'location'> & {
  readonly currency: string | null;
  readonly description: string;
};
