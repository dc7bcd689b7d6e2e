import type { FilePreview } from '../../domain/files/file-preview.ts';
import type { QuarantinedFileRow } from '../../store/files/quarantined-files.ts';
import type { Presented } from '../operation.ts';
import { presentFileKnowledge } from './file-knowledge.ts';

/** A quarantined file; `preview` is null in lists and once it is closed. */
export function presentQuarantinedFile(
  file: QuarantinedFileRow,
  preview: FilePreview | null = null,
): Presented<'QuarantinedFile'> {
  return {
    id: file.id,
    connectionId: file.connectionId,
    status: file.status,
    origin: file.origin,
    fileSourceId: file.fileSourceId,
    file: {
      name: file.fileName,
      format: file.fileFormat,
      sizeBytes: Number(file.fileSizeBytes),
      sha256: file.fileSha256,
    },
    problems: [...file.problems],
    knowledge: presentFileKnowledge(file.knowledge),
    receivedAt: file.receivedAt,
    syncRunId: file.syncRunId,
    decidedAt: file.decidedAt,
    decidedByKeyId: file.decidedByKeyId,
    preview: preview === null ? null : { ...preview, statements: [...preview.statements] },
  };
}
