import { Button } from '@mantine/core';
import { IconMailOpened } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

type Invitation = Schemas['Invitation'];

/** Invitations that nobody has taken yet. */
export function InvitationsPanel() {
  const { can } = useTenancy();
  const mayWrite = can('members:write');
  const mayTouchOwners = can('owners:write');
  const read = useRead('listInvitations', {});
  const [withdrawn, setWithdrawn] = useState<Invitation | null>(null);
  const revoke = useAct('revokeInvitation', {
    changes: ['listInvitations'],
    onDone: (_answer, { path }) => setWithdrawn((open) => (open?.id === path.invitationId ? null : open)),
  });
  const columns = useMemo(
    () => columnsOf(({ role }) => mayWrite && (mayTouchOwners || role !== 'owner'), setWithdrawn),
    [mayWrite, mayTouchOwners],
  );
  const invitations = read.data?.data ?? [];
  return (
    <Panel title="Open invitations" isFlush>
      {read.isPending ? <LoadingState rows={2} /> : null}
      {read.isError ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
      {read.isSuccess && invitations.length === 0 ? (
        <EmptyState icon={IconMailOpened} title="Nobody is invited at the moment">
          An invitation is a link that you hand over yourself.
        </EmptyState>
      ) : null}
      {invitations.length > 0 ? (
        <DataTable label="Open invitations" columns={columns} rows={invitations} keyOf={({ id }) => id} />
      ) : null}
      <ConfirmDialog
        isOpen={withdrawn !== null}
        title="Withdraw the invitation?"
        action="Withdraw invitation"
        onConfirm={() => withdrawn !== null && revoke.mutate({ path: { invitationId: withdrawn.id } })}
        onClose={() => {
          setWithdrawn(null);
          revoke.reset();
        }}
        isBusy={revoke.isPending}
        error={revoke.error}
      >
        The link for {withdrawn?.email} no longer works.
      </ConfirmDialog>
    </Panel>
  );
}

function columnsOf(
  mayChange: (invitation: Invitation) => boolean,
  onWithdraw: (invitation: Invitation) => void,
): readonly DataColumn<Invitation>[] {
  return [
    { key: 'email', title: 'For', phone: 'main', render: ({ email }) => email },
    { key: 'role', title: 'Role', width: '9rem', phone: 'main', render: ({ role }) => role },
    { key: 'made', title: 'Made', width: '9rem', render: ({ createdAt }) => <TimeText instant={createdAt} isReal /> },
    { key: 'ends', title: 'Ends', width: '9rem', render: ({ expiresAt }) => <TimeText instant={expiresAt} isReal /> },
    {
      key: 'act',
      title: '',
      width: '7rem',
      align: 'right',
      render: (invitation) =>
        mayChange(invitation) ? (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onWithdraw(invitation)}
            aria-label={`Withdraw the invitation of ${invitation.email}`}
          >
            Withdraw
          </Button>
        ) : null,
    },
  ];
}
