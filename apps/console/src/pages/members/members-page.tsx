import { Button, Select, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { InvitationsPanel } from './invitations-panel.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { listRoles, type Role } from './roles.ts';

type Member = Schemas['Member'];

/** Who may do what in the organization. */
export function Page() {
  const { can, person } = useTenancy();
  const read = useRead('listMembers', {});
  const [isInviting, setInviting] = useState(false);
  const [removed, setRemoved] = useState<Member | null>(null);
  const update = useAct('updateMember', { changes: ['listMembers', 'getSelf'] });
  const remove = useAct('removeMember', {
    changes: ['listMembers', 'getSelf'],
    onDone: (_answer, { path }) => setRemoved((open) => (open?.personId === path.personId ? null : open)),
  });
  const mayWrite = can('members:write');
  const mayTouchOwners = can('owners:write');
  const { mutate } = update;
  const columns = useMemo(
    () =>
      columnsOf({
        ownId: person.id,
        // Alone, without what it is for: the column is narrow.
        roles: listRoles(mayTouchOwners).map(({ value }) => value),
        mayChange: (member) => mayWrite && (mayTouchOwners || member.role !== 'owner'),
        onRole: (personId, role) => mutate({ path: { personId }, body: { role } }),
        onRemove: setRemoved,
      }),
    [person.id, mayWrite, mayTouchOwners, mutate],
  );
  return (
    <>
      <PageHeader
        title="Members"
        lead="People who can sign in for this organization, and what they may do."
        actions={
          mayWrite ? (
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
              Invite
            </Button>
          ) : undefined
        }
      />
      <Stack>
        <ErrorNotice error={update.error} />
        <Panel title="Members" isFlush>
          {read.isPending ? <LoadingState /> : null}
          {read.isError ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
          {read.isSuccess ? (
            <DataTable label="Members" columns={columns} rows={read.data.data} keyOf={(member) => member.personId} />
          ) : null}
        </Panel>
        <InvitationsPanel />
      </Stack>
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
      <ConfirmDialog
        isOpen={removed !== null}
        title={`Remove ${removed?.name ?? ''}?`}
        action="Remove member"
        onConfirm={() => removed !== null && remove.mutate({ path: { personId: removed.personId } })}
        onClose={() => {
          setRemoved(null);
          remove.reset();
        }}
        isBusy={remove.isPending}
        error={remove.error}
      >
        {removed?.email} loses access within five seconds. Keys that they have made stay in force.
      </ConfirmDialog>
    </>
  );
}

function columnsOf({
  ownId,
  roles,
  mayChange,
  onRole,
  onRemove,
}: {
  readonly ownId: string;
  readonly roles: Role[];
  readonly mayChange: (member: Member) => boolean;
  readonly onRole: (personId: string, role: Role) => void;
  readonly onRemove: (member: Member) => void;
}): readonly DataColumn<Member>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      phone: 'main',
      render: ({ name, email, personId }) => (
        <>
          {name}
          {personId === ownId ? <span className="cw-dim"> (you)</span> : null}
          <div className="cw-dim">{email}</div>
        </>
      ),
    },
    {
      key: 'role',
      title: 'Role',
      width: '13rem',
      render: (member) =>
        mayChange(member) ? (
          <Select
            aria-label={`Role of ${member.name}`}
            data={roles}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => role !== null && onRole(member.personId, role)}
          />
        ) : (
          member.role
        ),
    },
    {
      key: 'codes',
      title: 'One-time codes',
      width: '9rem',
      render: ({ hasTwoFactor }) =>
        hasTwoFactor ? <ToneBadge tone="good">In use</ToneBadge> : <ToneBadge tone="calm">Not in use</ToneBadge>,
    },
    {
      key: 'since',
      title: 'Member since',
      width: '9rem',
      phone: 'hidden',
      render: ({ joinedAt }) => <TimeText instant={joinedAt} isReal />,
    },
    {
      key: 'act',
      title: '',
      width: '7rem',
      align: 'right',
      render: (member) =>
        mayChange(member) ? (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onRemove(member)}
            aria-label={`Remove ${member.name}`}
          >
            Remove
          </Button>
        ) : null,
    },
  ];
}
