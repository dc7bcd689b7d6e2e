import { Button, Drawer, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { nameById } from '../../components/connections/connection-options.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { useDraft } from '../../components/dialogs/use-draft.tsx';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { FilePreview } from './file-preview.tsx';
import { KnowledgeForm } from './knowledge-form.tsx';

type QuarantinedFile = Schemas['QuarantinedFile'];
const CHANGES = [
  'listQuarantinedFiles',
  'getQuarantinedFile',
  'listSyncRuns',
  'listAccounts',
  'listTransactions',
] as const;

/** One file: what is wrong with it, what it says, and what to do with it. */
export function QuarantineDrawer({
  fileId,
  connections,
  onClose,
}: {
  readonly fileId: string | null;
  readonly connections: readonly AnyConnection[];
  readonly onClose: () => void;
}) {
  const draft = useDraft({ isOpen: fileId !== null, onClose });
  return (
    <Drawer opened={fileId !== null} {...draft.frame} position="right" size="xl" title="File in quarantine">
      <div {...draft.fields}>
        {fileId === null ? null : <FileView key={fileId} fileId={fileId} connections={connections} />}
      </div>
      {draft.question}
    </Drawer>
  );
}

function FileView({
  fileId,
  connections,
}: {
  readonly fileId: string;
  readonly connections: readonly AnyConnection[];
}) {
  const { can } = useTenancy();
  const read = useRead('getQuarantinedFile', { path: { quarantinedFileId: fileId } });
  if (read.isPending) return <LoadingState />;
  if (read.isError) return <ErrorState error={read.error} onRetry={() => read.refetch()} />;
  const { file, status, problems, preview, connectionId, receivedAt, decidedAt } = read.data;
  return (
    <Stack>
      <KeyValue
        items={{
          Status: <StatusBadge kind="quarantine" status={status} />,
          File: file.name,
          Format: file.format,
          Size: `${file.sizeBytes.toLocaleString()} bytes`,
          Connection: nameById(connections, connectionId),
          Came: <TimeText instant={receivedAt} isAbsolute />,
          Decided: decidedAt === null ? null : <TimeText instant={decidedAt} isAbsolute />,
        }}
      />
      <section aria-label="Problems">
        <h3>{problems.length === 1 ? 'Problem' : 'Problems'}</h3>
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.reason} ${problem.line} ${problem.record} ${problem.accountNumber} ${problem.message}`}>
              {problem.message} <span className="cw-dim">{describePlace(problem)}</span>
            </li>
          ))}
        </ul>
      </section>
      {status === 'open' && can('connections:write') ? <Decision file={read.data} /> : null}
      {preview === null ? null : <FilePreview preview={preview} />}
    </Stack>
  );
}

function describePlace({ line, record, accountNumber }: Schemas['FileProblem']): string {
  const parts = [
    line === null ? null : `line ${line}`,
    record === null ? null : `record ${record}`,
    accountNumber === null ? null : `account ${accountNumber}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function Decision({ file }: { readonly file: QuarantinedFile }) {
  const path = { quarantinedFileId: file.id };
  const [isDiscarding, setDiscarding] = useState(false);
  const accept = useAct('acceptQuarantinedFile', { changes: CHANGES });
  const discard = useAct('discardQuarantinedFile', { changes: CHANGES, onDone: () => setDiscarding(false) });
  return (
    <section aria-label="Decision">
      <h3>Take it in with what you know</h3>
      <KnowledgeForm
        connectionId={file.connectionId}
        initial={file.knowledge}
        action="Read it again"
        isBusy={accept.isPending}
        error={accept.error}
        onSubmit={(body) => accept.mutate({ path, body })}
        extra={
          <Button variant="default" onClick={() => setDiscarding(true)}>
            Discard…
          </Button>
        }
      />
      {accept.data?.status === 'open' ? (
        <p role="status">What fitted was taken in; the problems above are left.</p>
      ) : null}
      <ErrorNotice error={accept.error} />
      <ConfirmDialog
        isOpen={isDiscarding}
        title="Discard this file?"
        action="Discard file"
        onConfirm={() => discard.mutate({ path })}
        onClose={() => setDiscarding(false)}
        isBusy={discard.isPending}
        error={discard.error}
      >
        Nothing of it is taken in, and it is forgotten with its bytes after 90 days.
      </ConfirmDialog>
    </section>
  );
}
