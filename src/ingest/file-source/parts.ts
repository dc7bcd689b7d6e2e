import type { SourceFolder } from '../../infra/source-folder/source-folder.ts';
import type { FileSourceRow } from '../../store/files/file-sources.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { IngestParts } from '../parts.ts';

/** Bytes that came in and are not kept yet. */
export interface StagedBytes {
  readonly sha256: string;
  readonly sizeBytes: number;
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** What fetching from folders and servers needs beside the pipeline itself. */
export interface SourceParts extends IngestParts {
  /** Real time: files come when they come, also to a test environment. */
  nowMs(): number;
  /** Throws FolderError. */
  openFolder(tenant: Tenant, source: FileSourceRow): Promise<SourceFolder>;
  stageFile(bytes: AsyncIterable<Uint8Array>): Promise<StagedBytes>;
  /** Whether staging ended because the file was larger than is taken. */
  isTooLarge(cause: unknown): boolean;
}
