import { Select } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { statusOptions } from '../../components/status/status-looks.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { describeAttempt } from './describe-attempt.ts';

type Delivery = Schemas['WebhookDelivery'];
const PAGE = 50;
const LIVE_MS = 3_000;
const STATUSES = statusOptions('delivery');

const COLUMNS: readonly DataColumn<Delivery>[] = [
  { key: 'type', title: 'Event', phone: 'main', render: ({ eventType }) => <code>{eventType}</code> },
  {
    key: 'status',
    title: 'Status',
    width: '9rem',
    phone: 'main',
    render: ({ status }) => <StatusBadge kind="delivery" status={status} />,
  },
  {
    key: 'answer',
    title: 'Last answer',
    render: ({ attempts }) => {
      const last = attempts.at(-1);
      return last === undefined ? <span className="cw-dim">Not tried yet</span> : describeAttempt(last);
    },
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '6rem',
    align: 'right',
    phone: 'hidden',
    render: ({ attempts }) => attempts.length,
  },
  {
    key: 'took',
    title: 'Took',
    width: '6rem',
    align: 'right',
    phone: 'hidden',
    render: ({ attempts }) => (attempts.length === 0 ? '–' : `${attempts.at(-1)?.durationMs.toLocaleString()} ms`),
  },
  { key: 'at', title: 'When', width: '8.5rem', render: ({ createdAt }) => <TimeText instant={createdAt} isReal /> },
];

/** What was delivered to a receiver, the latest first; one opens beside the page with its attempts. */
export function DeliveriesPanel({ webhookId }: { readonly webhookId: string }) {
  const [filters, setFilters] = useFilters();
  const [open, setOpen] = useState<Delivery | null>(null);
  const status = STATUSES.find(({ value }) => value === filters.status)?.value as Delivery['status'] | undefined; // One of the table's keys.
  const read = useReadPages(
    'listWebhookDeliveries',
    { path: { webhookId }, query: { limit: PAGE, ...(status === undefined ? {} : { status }) } },
    { everyMs: LIVE_MS, keepsFormer: true },
  );
  const current = open === null ? null : (read.items.find(({ id }) => id === open.id) ?? open);
  return (
    <Panel
      title="Deliveries"
      lead="Of the last 30 days."
      isFlush
      actions={
        <Select
          aria-label="Status of deliveries"
          placeholder="Any status"
          size="xs"
          clearable
          data={STATUSES}
          value={status ?? null}
          onChange={(value) => setFilters({ status: value ?? undefined })}
        />
      }
    >
      <ListView
        read={read}
        label="Deliveries"
        columns={COLUMNS}
        keyOf={({ id }) => id}
        onOpen={setOpen}
        openKey={open?.id ?? null}
        empty={
          <EmptyState
            icon={IconSend}
            title={status === undefined ? 'Nothing was delivered yet' : 'None of this status'}
          >
            {status === undefined ? 'A test event shows whether the receiver answers.' : 'Choose another status.'}
          </EmptyState>
        }
      />
      <DeliveryDrawer delivery={current} onClose={() => setOpen(null)} />
    </Panel>
  );
}
