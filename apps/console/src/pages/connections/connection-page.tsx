import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useToldInterval } from '../../api/live-state.ts';
import type { OperationId } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import { ConnectLinkButton } from '../../components/connect-link/connect-link-button.tsx';
import { type AnyConnection, isMoving, nameOf } from '../../components/connections/connection.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useParam } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { AccountsPanel } from './accounts-panel.tsx';
import { AdvicePanel } from './advice-panel.tsx';
import { BalancePanel } from './balance-panel.tsx';
import { ChallengePanel } from './challenge-panel.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import classes from './connection-page.module.css';
import { CredentialsDialog } from './credentials-dialog.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { SetupPanel } from './setup-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { UploadDialog } from './upload-dialog.tsx';
import { useChallenge } from './use-challenge.ts';

/** How often the page looks again: often while something goes on. */
const MOVING_MS = 1_500;
const CALM_MS = 8_000;

const PARTS: readonly OperationId[] = [
  'getConnectionHealth',
  'listConnectionTransitions',
  'listSyncRuns',
  'listAccounts',
  'listBalances',
];

/** One connection, with everything that is known of it and everything that can be done with it. */
export function Page() {
  const connectionId = useParam('connectionId');
  const [everyMs, setEveryMs] = useState(MOVING_MS);
  const read = useRead('getConnection', { path: { connectionId } }, { everyMs });
  const calmMs = useToldInterval(CALM_MS);
  // No event tells how far a run is.
  const wanted = read.data !== undefined && !isMoving(read.data) ? calmMs : MOVING_MS;
  if (wanted !== everyMs) setEveryMs(wanted);
  useReadAgainAfter(read.data);
  if (read.data !== undefined) return <ConnectionView connection={read.data} everyMs={everyMs} />;
  return (
    <>
      <PageHeader title="Connection" above={<PageLink to="/connections">Connections</PageLink>} />
      {read.isPending ? <LoadingState /> : <ErrorState error={read.error} onRetry={() => read.refetch()} />}
    </>
  );
}

/** Whether somebody at the bank has something to do, which they can be sent a link for. */
function isForOwner({ status }: AnyConnection): boolean {
  return status === 'draft' || status === 'reauthRequired';
}

/** Whatever hangs on the connection is read again as soon as that has changed, so that the parts of the page agree. */
function useReadAgainAfter(connection: AnyConnection | undefined): void {
  const client = useQueryClient();
  const state = connection === undefined ? null : `${connection.updatedAt} ${isMoving(connection)}`;
  const seen = useRef(state);
  useEffect(() => {
    const isChanged = seen.current !== null && seen.current !== state;
    seen.current = state;
    if (!isChanged) return;
    for (const id of PARTS) void client.invalidateQueries({ queryKey: [id] });
  }, [client, state]);
}

function ConnectionView({ connection, everyMs }: { readonly connection: AnyConnection; readonly everyMs: number }) {
  const { can } = useTenancy();
  const [dialog, setDialog] = useState<'credentials' | 'upload' | null>(null);
  const close = () => setDialog(null);
  const { id: connectionId } = connection;
  const health = useRead('getConnectionHealth', { path: { connectionId } }, { everyMs });
  const challenge = useChallenge(connection, everyMs);
  const canWrite = can('connections:write');
  return (
    <>
      <PageHeader
        title={nameOf(connection)}
        above={<PageLink to="/connections">Connections</PageLink>}
        badge={
          <>
            <StatusBadge kind="connection" status={connection.status} />
            {connection.kind === 'ready' && connection.syncStatus === 'syncing' ? (
              <StatusBadge kind="sync" status="syncing" />
            ) : null}
          </>
        }
        actions={
          <>
            {canWrite && isForOwner(connection) ? (
              <ConnectLinkButton
                entityId={connection.entityId}
                connectionId={connectionId}
                label="Send a link to the owner"
              />
            ) : null}
            <ConnectionActions connection={connection} onOpen={setDialog} />
          </>
        }
      />
      <div className={classes.columns}>
        <div className={classes.column}>
          <AdvicePanel
            connection={connection}
            health={health.data ?? null}
            challenge={challenge}
            canWrite={canWrite}
            onOpen={setDialog}
          />
          {challenge === undefined ? null : <ChallengePanel key={challenge.id} challenge={challenge} />}
          {connection.kind === 'setup' ? <SetupPanel connection={connection} canWrite={canWrite} /> : null}
          {connection.kind === 'ready' ? (
            <AccountsPanel connectionId={connectionId} health={health} everyMs={everyMs} />
          ) : null}
          {connection.kind === 'ready' ? <BalancePanel connectionId={connectionId} /> : null}
          <RunsPanel connectionId={connectionId} everyMs={everyMs} />
        </div>
        <div className={classes.column}>
          <FactsPanel connection={connection} health={health.data ?? null} />
          <TimelinePanel connectionId={connectionId} everyMs={everyMs} />
        </div>
      </div>
      <CredentialsDialog connection={connection} isOpen={dialog === 'credentials'} onClose={close} />
      <UploadDialog connectionId={connectionId} isOpen={dialog === 'upload'} onClose={close} />
    </>
  );
}
