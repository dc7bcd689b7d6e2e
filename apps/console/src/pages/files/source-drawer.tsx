import { Button, Drawer, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { SourceLoginDialog } from './source-login-dialog.tsx';

type FileSource = Schemas['FileSource'];
const AFTER: Readonly<Record<FileSource['afterTaking'], string>> = {
  keep: 'stay where they are',
  move: 'are moved',
  delete: 'are deleted',
};

/** One source: how it is doing, and what can be done with it. */
export function SourceDrawer({
  source,
  onClose,
}: {
  readonly source: FileSource | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer opened={source !== null} onClose={onClose} position="right" size="lg" title="File source">
      {source === null ? null : <Details source={source} onClose={onClose} />}
    </Drawer>
  );
}

function Details({ source, onClose }: { readonly source: FileSource; readonly onClose: () => void }) {
  const { can } = useTenancy();
  const { error, failedFiles } = source;
  return (
    <Stack>
      <KeyValue
        items={{
          State: <StatusBadge kind="fileSource" status={source.status} />,
          Place: <code>{source.location}</code>,
          Pattern: source.pattern,
          'Taken files': `${AFTER[source.afterTaking]}${source.moveTo === null ? '' : ` to ${source.moveTo}`}`,
          'Looks every': `${source.pollSeconds.toLocaleString()} s`,
          'Last success': <TimeText instant={source.lastSuccessAt} isReal />,
          'Next look': <TimeText instant={source.nextPollAt} isReal />,
          'User name': source.username,
          'Host key': source.hostKeyFingerprint,
        }}
      />
      {error === null ? null : (
        <p>
          <code>{error.code}</code> {error.message}
        </p>
      )}
      {failedFiles.length === 0 ? null : (
        <section aria-label="Files that failed">
          <h3>Files that failed</h3>
          <ul>
            {failedFiles.map((file) => (
              <li key={file.name}>
                <code>{file.name}</code> {file.error.message}
              </li>
            ))}
          </ul>
        </section>
      )}
      {can('connections:write') ? <Acts source={source} onClose={onClose} /> : null}
    </Stack>
  );
}

function Acts({ source, onClose }: { readonly source: FileSource; readonly onClose: () => void }) {
  const path = { fileSourceId: source.id };
  const changes = ['listFileSources'] as const;
  const [isDeleting, setDeleting] = useState(false);
  const [isChangingLogin, setChangingLogin] = useState(false);
  const poll = useAct('pollFileSource', { changes });
  const update = useAct('updateFileSource', { changes });
  const remove = useAct('deleteFileSource', { changes, onDone: onClose });
  const isActive = source.status === 'active';
  return (
    <>
      <Group>
        {isActive ? (
          <Button loading={poll.isPending} onClick={() => poll.mutate({ path })}>
            Look now
          </Button>
        ) : null}
        <Button
          variant="default"
          loading={update.isPending}
          onClick={() => update.mutate({ path, body: { status: isActive ? 'paused' : 'active' } })}
        >
          {isActive ? 'Pause' : 'Resume'}
        </Button>
        {source.kind === 'sftp' ? (
          <Button variant="default" onClick={() => setChangingLogin(true)}>
            Change the login
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setDeleting(true)}>
          Delete…
        </Button>
      </Group>
      <ErrorNotice error={poll.error ?? update.error} />
      {isChangingLogin ? <SourceLoginDialog source={source} onClose={() => setChangingLogin(false)} /> : null}
      <ConfirmDialog
        isOpen={isDeleting}
        title="Delete this source?"
        action="Delete source"
        onConfirm={() => remove.mutate({ path })}
        onClose={() => setDeleting(false)}
        isBusy={remove.isPending}
        error={remove.error}
      >
        No more files are fetched from <code>{source.location}</code>. What was taken in stays.
      </ConfirmDialog>
    </>
  );
}
