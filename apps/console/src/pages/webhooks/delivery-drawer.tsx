import { Button, Drawer, Group, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { StatusBadge, ToneBadge } from '../../components/status/status-badge.tsx';
import { JsonView } from '../../components/values/json-view.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import classes from './delivery-drawer.module.css';

type Delivery = Schemas['WebhookDelivery'];

/** One delivery: what was sent, and how the receiver answered each time. */
export function DeliveryDrawer({
  delivery,
  onClose,
}: {
  readonly delivery: Delivery | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer opened={delivery !== null} onClose={onClose} position="right" size="lg" title="Delivery">
      {delivery === null ? null : <Details delivery={delivery} />}
    </Drawer>
  );
}

function Details({ delivery }: { readonly delivery: Delivery }) {
  const { can } = useTenancy();
  const { id: deliveryId, webhookId, eventId, eventType, status, nextAttemptAt, attempts } = delivery;
  const retry = useAct('retryWebhookDelivery', { changes: ['listWebhookDeliveries'] });
  const replay = useAct('replayEvent', { changes: ['listWebhookDeliveries'] });
  return (
    <Stack>
      <KeyValue
        items={{
          Status: <StatusBadge kind="delivery" status={status} />,
          Event: <code>{eventType}</code>,
          'Next attempt': nextAttemptAt === null ? null : <TimeText instant={nextAttemptAt} isAbsolute />,
          'Event id': <code>{eventId}</code>,
          'Delivery id': <code>{deliveryId}</code>,
        }}
      />
      {can('webhooks:write') ? (
        <Group>
          <Button loading={retry.isPending} onClick={() => retry.mutate({ path: { webhookId, deliveryId } })}>
            Try again now
          </Button>
          <Button
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate({ path: { eventId }, body: { webhookId } })}
          >
            Replay the event
          </Button>
        </Group>
      ) : null}
      {replay.isSuccess ? <div role="status">The event is on its way once more, as a delivery of its own.</div> : null}
      <ErrorNotice error={retry.error ?? replay.error} />
      <Attempts attempts={attempts} />
      <SentEvent eventId={eventId} />
    </Stack>
  );
}

function Attempts({ attempts }: { readonly attempts: Delivery['attempts'] }) {
  return (
    <section aria-label="Attempts">
      <h3 className={classes.title}>Attempts</h3>
      {attempts.length === 0 ? <p className="cw-dim">The first one is about to be made.</p> : null}
      <ol className={classes.attempts}>
        {attempts.toReversed().map((attempt) => {
          const { attemptedAt, url, responseStatus, responseBody, durationMs, error } = attempt;
          const isGood = responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
          return (
            <li key={attemptedAt} className={classes.attempt}>
              <div className={classes.head}>
                <ToneBadge tone={isGood ? 'good' : 'bad'}>
                  {responseStatus === null ? 'No answer' : `Status ${responseStatus}`}
                </ToneBadge>
                <TimeText instant={attemptedAt} isAbsolute />
                <span className="cw-dim cw-tabular">{durationMs.toLocaleString()} ms</span>
              </div>
              <div className="cw-dim">
                POST <code>{url}</code>
              </div>
              {error === null ? null : <p>{error}</p>}
              {responseBody === null || responseBody === '' ? null : <pre className={classes.body}>{responseBody}</pre>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The body of the request: events are kept as they were sent. */
function SentEvent({ eventId }: { readonly eventId: string }) {
  const { can } = useTenancy();
  const isWanted = can('events:read');
  const read = useRead('getEvent', { path: { eventId } }, { isWanted });
  if (!isWanted) return null;
  return (
    <section aria-label="Request body">
      <h3 className={classes.title}>Request body</h3>
      {read.isPending ? <LoadingState rows={4} /> : null}
      <ErrorNotice error={read.error} />
      {read.isSuccess ? <JsonView value={read.data} label="the request body" /> : null}
    </section>
  );
}
