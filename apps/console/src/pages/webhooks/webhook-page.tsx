import { Button, Menu, Stack } from '@mantine/core';
import { IconDots, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ReplayDialog } from '../../components/events/replay-dialog.tsx';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useGo, useParam } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { DeliveriesPanel } from './deliveries-panel.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { WebhookForm } from './webhook-form.tsx';

type Webhook = Schemas['Webhook'];
type DialogName = 'edit' | 'rotate' | 'replay' | 'delete';
const CHANGES = ['getWebhook', 'listWebhooks'] as const;

/** One receiver: what it gets, what was delivered to it, and everything that can be done with it. */
export function Page() {
  const webhookId = useParam('webhookId');
  const read = useRead('getWebhook', { path: { webhookId } });
  if (read.isSuccess) return <WebhookView webhook={read.data} />;
  return (
    <>
      <PageHeader title="Webhook" above={<PageLink to="/webhooks">Webhooks</PageLink>} />
      <div className="cw-panel">
        {read.isPending ? <LoadingState /> : <ErrorState error={read.error} onRetry={() => read.refetch()} />}
      </div>
    </>
  );
}

function WebhookView({ webhook }: { readonly webhook: Webhook }) {
  const { can } = useTenancy();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const { id, url, active, events, createdAt, updatedAt, secret } = webhook;
  return (
    <>
      <PageHeader
        title={new URL(url).host}
        above={<PageLink to="/webhooks">Webhooks</PageLink>}
        badge={<StatusBadge kind="webhook" status={active ? 'active' : 'paused'} />}
        lead={
          <>
            <code>{url}</code> <CopyButton value={url} label="Copy the address" />
          </>
        }
        actions={can('webhooks:write') ? <Actions webhook={webhook} onOpen={setDialog} /> : undefined}
      />
      <Stack>
        <Panel title="Receiver">
          <KeyValue
            items={{
              Secret: <code>{secret}</code>,
              Created: <TimeText instant={createdAt} isAbsolute />,
              Changed: <TimeText instant={updatedAt} isAbsolute />,
              'Webhook id': (
                <>
                  <code>{id}</code> <CopyButton value={id} label="Copy the webhook id" />
                </>
              ),
            }}
          />
          <p>
            <span className="cw-dim">Events: </span>
            {events.join(', ')}
          </p>
        </Panel>
        <DeliveriesPanel webhookId={id} />
      </Stack>
      <EditDialog webhook={webhook} isOpen={dialog === 'edit'} onClose={() => setDialog(null)} />
      <RotateDialog webhookId={id} isOpen={dialog === 'rotate'} onClose={() => setDialog(null)} />
      <ReplayDialog webhookId={id} isOpen={dialog === 'replay'} onClose={() => setDialog(null)} />
      <DeleteDialog webhook={webhook} isOpen={dialog === 'delete'} onClose={() => setDialog(null)} />
    </>
  );
}

function Actions({ webhook, onOpen }: { readonly webhook: Webhook; readonly onOpen: (dialog: DialogName) => void }) {
  const path = { webhookId: webhook.id };
  const test = useAct('testWebhook', { changes: ['listWebhookDeliveries', 'listEvents'] });
  const update = useAct('updateWebhook', { changes: CHANGES });
  const isTestable = webhook.active && webhook.events.includes('test');
  return (
    <>
      <Button
        variant="default"
        loading={update.isPending}
        onClick={() => update.mutate({ path, body: { active: !webhook.active } })}
      >
        {webhook.active ? 'Switch off' : 'Switch on'}
      </Button>
      {isTestable ? (
        <Button leftSection={<IconSend size={16} />} loading={test.isPending} onClick={() => test.mutate({ path })}>
          Send a test event
        </Button>
      ) : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen('edit')}>Edit address and events…</Menu.Item>
          <Menu.Item onClick={() => onOpen('rotate')}>Rotate the secret…</Menu.Item>
          <Menu.Item onClick={() => onOpen('replay')}>Replay events…</Menu.Item>
          <Menu.Item color="red.9" onClick={() => onOpen('delete')}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ErrorNotice error={test.error ?? update.error} />
    </>
  );
}

interface DialogProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function EditDialog({ webhook, isOpen, onClose }: DialogProps) {
  const update = useAct('updateWebhook', { changes: CHANGES, onDone: onClose });
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Edit webhook" size="lg">
      <WebhookForm
        initial={webhook}
        action="Save"
        isBusy={update.isPending}
        error={update.error}
        onSubmit={(body) => update.mutate({ path: { webhookId: webhook.id }, body })}
        onCancel={onClose}
      />
    </FormDialog>
  );
}

function DeleteDialog({ webhook, isOpen, onClose }: DialogProps) {
  const go = useGo();
  const remove = useAct('deleteWebhook', { changes: ['listWebhooks'], onDone: () => go('/webhooks') });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Delete this webhook?"
      action="Delete webhook"
      onConfirm={() => remove.mutate({ path: { webhookId: webhook.id } })}
      onClose={onClose}
      isBusy={remove.isPending}
      error={remove.error}
    >
      <code>{webhook.url}</code> gets no more events. Its deliveries are forgotten, and its secret with them.
    </ConfirmDialog>
  );
}
