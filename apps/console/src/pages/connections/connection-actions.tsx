import { Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconKey,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { type AnyConnection, canSync, nameOf } from '../../components/connections/connection.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

const CHANGES = [
  'getConnection',
  'getConnectionHealth',
  'listSyncRuns',
  'listConnectionTransitions',
  'listConnections',
] as const;

/** What can be done with a connection, as far as its state and the member's role allow it. */
export function ConnectionActions({
  connection,
  onOpen,
}: {
  readonly connection: AnyConnection;
  readonly onOpen: (dialog: 'credentials' | 'upload') => void;
}) {
  const { can } = useTenancy();
  const [isRevoking, setRevoking] = useState(false);
  const sync = useAct('syncConnection', { changes: CHANGES });
  const pause = useAct('pauseConnection', { changes: CHANGES });
  const resume = useAct('resumeConnection', { changes: CHANGES });
  const revoke = useAct('revokeConnection', { changes: CHANGES, onDone: () => setRevoking(false) });
  // The other of the two comes in sight before all that the first one changed is read again.
  const isTurning = pause.isPending || resume.isPending;
  const path = { connectionId: connection.id };
  const isOver = connection.status === 'revoked';
  if (!can('connections:write') || isOver) return null;
  return (
    <>
      {canSync(connection) ? (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={sync.isPending}
          disabled={connection.kind === 'ready' && connection.syncStatus === 'syncing'}
          onClick={() => sync.mutate({ path })}
        >
          Sync now
        </Button>
      ) : null}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={16} />} onClick={() => onOpen('upload')}>
            Upload a bank file
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => onOpen('credentials')}>
            Change the login
          </Menu.Item>
          {connection.kind === 'ready' && connection.status !== 'paused' ? (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} />}
              disabled={isTurning}
              onClick={() => pause.mutate({ path })}
            >
              Pause
            </Menu.Item>
          ) : null}
          {connection.status === 'paused' ? (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              disabled={isTurning}
              onClick={() => resume.mutate({ path })}
            >
              Resume
            </Menu.Item>
          ) : null}
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setRevoking(true)}>
            Revoke…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ErrorNotice error={sync.error ?? pause.error ?? resume.error} />
      <ConfirmDialog
        isOpen={isRevoking}
        title={`Revoke ${nameOf(connection)}?`}
        action="Revoke connection"
        onConfirm={() => revoke.mutate({ path })}
        onClose={() => setRevoking(false)}
        isBusy={revoke.isPending}
        error={revoke.error}
      >
        Its stored login is erased and syncs never come back. Accounts and transactions that were read stay.
      </ConfirmDialog>
    </>
  );
}
