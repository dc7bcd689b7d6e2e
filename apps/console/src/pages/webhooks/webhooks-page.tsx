import { Button } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead, useReadPages } from '../../api/use-read.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useGo } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { CreateWebhookDialog } from './create-webhook-dialog.tsx';
import { describeAttempt } from './describe-attempt.ts';

type Webhook = Schemas['Webhook'];
const PAGE = 100;
const LIVE_MS = 10_000;

const COLUMNS: readonly DataColumn<Webhook>[] = [
  {
    key: 'url',
    title: 'Receiver',
    phone: 'main',
    render: ({ id, url }) => <PageLink to={`/webhooks/${id}`}>{url}</PageLink>,
  },
  {
    key: 'state',
    title: 'State',
    width: '8rem',
    phone: 'main',
    render: ({ active }) => <StatusBadge kind="webhook" status={active ? 'active' : 'paused'} />,
  },
  { key: 'last', title: 'Last delivery', width: '18rem', render: ({ id }) => <LastDelivery webhookId={id} /> },
  {
    key: 'events',
    title: 'Events',
    width: '7rem',
    align: 'right',
    phone: 'hidden',
    render: ({ events }) => events.length,
  },
  {
    key: 'created',
    title: 'Created',
    width: '8.5rem',
    phone: 'hidden',
    render: ({ createdAt }) => <TimeText instant={createdAt} isReal />,
  },
];

/** Receivers of events, and how the last delivery to each went. */
export function Page() {
  const { can } = useTenancy();
  const go = useGo();
  const [isMaking, setMaking] = useState(false);
  const read = useReadPages('listWebhooks', { query: { limit: PAGE } }, { everyMs: LIVE_MS });
  const make = can('webhooks:write') ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      Add webhook
    </Button>
  ) : undefined;
  return (
    <>
      <PageHeader
        title="Webhooks"
        lead="Causeway posts events to these addresses as they happen, signed, and tries again until they arrive."
        actions={make}
      />
      <div className="cw-panel">
        <ListView
          read={read}
          label="Webhooks"
          columns={COLUMNS}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/webhooks/${id}`)}
          empty={
            <EmptyState icon={IconWebhook} title="No webhooks yet" actions={make}>
              Add the address of a program that wants to hear of new transactions and of connections that need a person.
            </EmptyState>
          }
        />
      </div>
      <CreateWebhookDialog isOpen={isMaking} onClose={() => setMaking(false)} />
    </>
  );
}

function LastDelivery({ webhookId }: { readonly webhookId: string }) {
  const read = useRead('listWebhookDeliveries', { path: { webhookId }, query: { limit: 1 } }, { everyMs: LIVE_MS });
  const [last] = read.data?.data ?? [];
  if (last === undefined) return <span className="cw-dim">{read.isSuccess ? 'None yet' : '–'}</span>;
  const failure = last.attempts.at(-1);
  return (
    <>
      <StatusBadge kind="delivery" status={last.status} />{' '}
      <span className="cw-dim">
        {last.status === 'succeeded' || failure === undefined ? null : `${describeAttempt(failure)} · `}
        <TimeText instant={failure?.attemptedAt ?? last.createdAt} isReal />
      </span>
    </>
  );
}
