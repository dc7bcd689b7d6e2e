import type { Readable } from 'node:stream';
import type { Result } from '../domain/refusal.ts';

/** One uploaded file with the form fields beside it. Parts may come in any order, so the fields are known last. */
export interface Upload<Fields> {
  readonly file: {
    /** The bytes as they arrive. Fails, and never just ends, when the upload is cut short or over the limit. */
    readonly stream: Readable;
    /** As the sender calls it; a label, never a path. */
    readonly name: string | null;
  };
  /** The validated fields, once the file has been read to its end. Must be asked before anything is kept. */
  readonly readFields: () => Promise<Result<Fields>>;
}
