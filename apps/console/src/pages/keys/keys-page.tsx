import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { describeActor } from '../../components/values/describe-actor.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { ScopeSummary } from './scope-summary.tsx';

type ApiKey = Schemas['ApiKey'];

/** Keys of the environment: made, watched and revoked. */
export function Page() {
  const { can, environment } = useTenancy();
  const mayWrite = can('keys:write');
  const read = useRead('listApiKeys', {});
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const revoke = useAct('revokeApiKey', {
    changes: ['listApiKeys'],
    onDone: (_answer, { path }) => setRevoked((open) => (open?.id === path.apiKeyId ? null : open)),
  });
  const columns = useMemo(() => columnsOf(mayWrite ? setRevoked : null), [mayWrite]);
  const make = mayWrite ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      Create key
    </Button>
  ) : undefined;
  const keys = read.data?.data ?? [];
  return (
    <>
      <PageHeader
        title="API keys"
        lead={`Keys for ${environment} data. The other environment has keys of its own.`}
        actions={make}
      />
      <div className="cw-panel">
        {read.isPending ? <LoadingState /> : null}
        {read.isError ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
        {read.isSuccess && keys.length === 0 ? (
          <EmptyState icon={IconKey} title="No keys yet" actions={make}>
            A program calls the API with a key.
          </EmptyState>
        ) : null}
        {keys.length > 0 ? <DataTable label="API keys" columns={columns} rows={keys} keyOf={(key) => key.id} /> : null}
      </div>
      <CreateKeyDialog isOpen={isMaking} onClose={() => setMaking(false)} />
      <ConfirmDialog
        isOpen={revoked !== null}
        title={`Revoke ${revoked?.name ?? ''}?`}
        action="Revoke key"
        onConfirm={() => revoked !== null && revoke.mutate({ path: { apiKeyId: revoked.id } })}
        onClose={() => {
          setRevoked(null);
          revoke.reset();
        }}
        isBusy={revoke.isPending}
        error={revoke.error}
      >
        Programs that use <code>{revoked?.keyId}</code> are refused within five seconds. It cannot be taken back.
      </ConfirmDialog>
    </>
  );
}

function columnsOf(onRevoke: ((key: ApiKey) => void) | null): readonly DataColumn<ApiKey>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      phone: 'main',
      render: ({ name, keyId }) => (
        <>
          {name}
          <div className="cw-dim">
            <code>{keyId}</code>
          </div>
        </>
      ),
    },
    {
      key: 'state',
      title: 'State',
      width: '8rem',
      phone: 'main',
      render: ({ state }) => <StatusBadge kind="key" status={state === 'inForce' ? 'active' : state} />,
    },
    {
      key: 'scopes',
      title: 'May',
      width: '9rem',
      render: ({ scopes, name }) => <ScopeSummary scopes={scopes} name={name} />,
    },
    {
      key: 'maker',
      title: 'Made by',
      render: ({ madeBy }) => (madeBy === null ? <span className="cw-dim">Not known</span> : describeActor(madeBy)),
    },
    {
      key: 'used',
      title: 'Last used',
      width: '9rem',
      render: ({ lastUsedAt }) => <TimeText instant={lastUsedAt} isReal />,
    },
    { key: 'ends', title: 'Ends', width: '9rem', render: ({ expiresAt }) => <TimeText instant={expiresAt} isReal /> },
    {
      key: 'act',
      title: '',
      width: '7rem',
      align: 'right',
      render: (key) =>
        onRevoke === null || key.state !== 'inForce' ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
            Revoke
          </Button>
        ),
    },
  ];
}
