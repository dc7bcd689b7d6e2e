import { Button, FileInput, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';

/** Takes a file that the bank offers for download. What it says is merged into what is known already. */
export function UploadDialog({
  connectionId,
  isOpen,
  onClose,
}: {
  readonly connectionId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const [file, setFile] = useState<File | null>(null);
  const [run, setRun] = useState<Schemas['SyncRun'] | null>(null);
  const upload = useAct('uploadConnectionFile', {
    changes: ['listSyncRuns', 'listAccounts', 'getConnection', 'getConnectionHealth', 'listBalances'],
    onDone: (done) => {
      setRun(done);
      setFile(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file === null) return;
    const body = new FormData();
    body.set('file', file);
    upload.mutate({ path: { connectionId }, body });
  };
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Upload a bank file">
      <form onSubmit={submit}>
        <Stack>
          <FileInput
            label="File"
            description="camt.053, MT940, OFX, QFX, QIF, BAI2, CSV or a ZIP of these. The format is found by itself."
            placeholder="Choose a file"
            required
            value={file}
            onChange={setFile}
          />
          {run === null ? null : (
            <div role="status">
              <StatusBadge kind="run" status={run.status} /> {run.file?.name}: {run.counts.added.toLocaleString()}{' '}
              added, {run.counts.modified.toLocaleString()} changed.
              {run.error === null ? '' : ` ${run.error.message}`}
            </div>
          )}
          <ErrorNotice error={upload.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" disabled={file === null} loading={upload.isPending}>
              Upload
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
