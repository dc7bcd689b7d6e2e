import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { describeBrowser } from './describe-browser.ts';

type Session = Schemas['Session'];

/** Where one is signed in. */
export function SessionsPanel() {
  const read = useRead('listSessions', {});
  const end = useAct('endSession', { changes: ['listSessions'] });
  const [isAsking, setAsking] = useState(false);
  const endOthers = useAct('endOtherSessions', { changes: ['listSessions'], onDone: () => setAsking(false) });
  const { mutate } = end;
  const columns = useMemo(() => columnsOf((id) => mutate({ path: { sessionId: id } })), [mutate]);
  const sessions = read.data?.data ?? [];
  return (
    <Panel
      title="Sessions"
      lead="A session ends after 12 hours without use, and after 7 days in any case."
      actions={
        sessions.length > 1 ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            End all others…
          </Button>
        ) : undefined
      }
      isFlush
    >
      <ErrorNotice error={end.error} />
      {read.isPending ? <LoadingState rows={2} /> : null}
      {read.isError ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
      {read.isSuccess ? (
        <DataTable label="Sessions" columns={columns} rows={sessions} keyOf={(session) => session.id} />
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        title="End all other sessions?"
        action="End the others"
        onConfirm={() => endOthers.mutate({})}
        onClose={() => {
          setAsking(false);
          endOthers.reset();
        }}
        isBusy={endOthers.isPending}
        error={endOthers.error}
      >
        You are signed out everywhere but in this browser. What is typed there and not saved is lost.
      </ConfirmDialog>
    </Panel>
  );
}

function columnsOf(onEnd: (id: string) => void): readonly DataColumn<Session>[] {
  return [
    {
      key: 'browser',
      title: 'Browser',
      phone: 'main',
      render: ({ userAgent, isCurrent }) => (
        <>
          {describeBrowser(userAgent)} {isCurrent ? <ToneBadge tone="good">This one</ToneBadge> : null}
        </>
      ),
    },
    { key: 'from', title: 'Signed in from', width: '12rem', render: ({ sourceAddress }) => sourceAddress ?? '–' },
    {
      key: 'used',
      title: 'Last used',
      width: '9rem',
      render: ({ lastUsedAt }) => <TimeText instant={lastUsedAt} isReal />,
    },
    { key: 'since', title: 'Since', width: '9rem', render: ({ createdAt }) => <TimeText instant={createdAt} isReal /> },
    {
      key: 'act',
      title: '',
      width: '6rem',
      align: 'right',
      render: ({ id, isCurrent, userAgent }) =>
        isCurrent ? null : (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onEnd(id)}
            aria-label={`End the session of ${describeBrowser(userAgent)}`}
          >
            End
          </Button>
        ),
    },
  ];
}
