import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useAccountNames } from '../../components/accounts/use-account-names.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import type { Tone } from '../../components/status/status-looks.ts';
import { TransactionDrawer } from '../../components/transactions/transaction-drawer.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { Money } from '../../components/values/money.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useNow } from '../../components/values/use-now.ts';
import { useFilters } from '../../shell/routing/use-address.ts';
import { MAX_CHANGES, rateOf } from './change-log.ts';
import { NoChanges } from './no-changes.tsx';
import type { StreamChange } from './stream-change.ts';
import classes from './stream-page.module.css';
import { type StreamStart, type StreamView, useStream } from './use-stream.ts';

const LOOKS = {
  added: { tone: 'good', word: 'Added' },
  modified: { tone: 'calm', word: 'Modified' },
  removed: { tone: 'bad', word: 'Removed' },
} as const satisfies Record<StreamChange['type'], { tone: Tone; word: string }>;

const STATES = {
  connecting: { tone: 'busy', word: 'Connecting' },
  live: { tone: 'good', word: 'Live' },
  paused: { tone: 'calm', word: 'Paused' },
  ended: { tone: 'bad', word: 'Ended' },
} as const satisfies Record<StreamView['state'], { tone: Tone; word: string }>;

/** What a client of the change stream gets, as it gets it. */
export function Page() {
  const [filters, setFilters] = useFilters();
  const { accountId } = filters;
  const stream = useStream({ start: { kind: 'head' }, accountId });
  const followed = useRef(accountId);
  const follow = useEffectEvent(() => stream.begin({ start: { kind: 'head' }, accountId }));
  useEffect(() => {
    // A cursor belongs to the account that it was made for. The way back changes the account as well as its field does.
    if (followed.current === accountId) return;
    followed.current = accountId;
    follow();
  }, [accountId]);
  const names = useAccountNames();
  const columns = useMemo(() => columnsFor(names), [names]);
  const [open, setOpen] = useState<string | null>(null);
  const { tone, word } = STATES[stream.state];
  const isRunning = stream.state === 'live' || stream.state === 'connecting';
  return (
    <>
      <PageHeader
        title="Stream inspector"
        badge={<ToneBadge tone={tone}>{word}</ToneBadge>}
        lead="The change stream of GET /v1/transactions/sync/live, as an integration sees it."
        actions={
          <Button
            variant="default"
            leftSection={isRunning ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
            onClick={isRunning ? stream.pause : stream.resume}
          >
            {isRunning ? 'Pause' : 'Go on'}
          </Button>
        }
      />
      <Starts
        accountId={accountId}
        names={names}
        onBegin={(start) => stream.begin({ start, accountId })}
        onAccount={(chosen) => setFilters({ accountId: chosen })}
      />
      <ErrorNotice error={stream.error} />
      <Facts stream={stream} />
      <div className="cw-panel">
        {stream.log.changes.length === 0 ? (
          <NoChanges state={stream.state} />
        ) : (
          <DataTable
            label="Changes"
            columns={columns}
            rows={stream.log.changes}
            keyOf={keyOf}
            openKey={open}
            onOpen={(change) => setOpen(change.transactionId)}
          />
        )}
      </div>
      <TransactionDrawer id={open} row={null} names={names} onClose={() => setOpen(null)} />
    </>
  );
}

const keyOf = (change: StreamChange): string => change.eventId;

function Starts({
  accountId,
  names,
  onBegin,
  onAccount,
}: {
  readonly accountId: string | undefined;
  readonly names: ReadonlyMap<string, string>;
  readonly onBegin: (start: StreamStart) => void;
  readonly onAccount: (accountId: string | undefined) => void;
}) {
  const [cursor, setCursor] = useState('');
  return (
    <search className={classes.starts} aria-label="Where the stream begins">
      <Select
        label="Account"
        placeholder="Any"
        clearable
        searchable
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={accountId ?? null}
        onChange={(value) => onAccount(value ?? undefined)}
      />
      <Button variant="default" onClick={() => onBegin({ kind: 'head' })}>
        From the head
      </Button>
      <Button variant="default" onClick={() => onBegin({ kind: 'beginning' })}>
        From the beginning
      </Button>
      <TextInput
        label="Cursor"
        placeholder="sc_…"
        value={cursor}
        onChange={(event) => setCursor(event.currentTarget.value.trim())}
      />
      <Button variant="default" disabled={cursor === ''} onClick={() => onBegin({ kind: 'cursor', cursor })}>
        From this cursor
      </Button>
    </search>
  );
}

function Facts({ stream: { log, cursor } }: { readonly stream: StreamView }) {
  const nowMs = useNow();
  return (
    <div className={classes.facts}>
      <span>
        <strong className="cw-tabular">{log.total.toLocaleString()}</strong> {log.total === 1 ? 'change' : 'changes'}
        {log.total > MAX_CHANGES ? `, the latest ${MAX_CHANGES.toLocaleString()} shown` : ''}
      </span>
      <span className="cw-tabular">{rateOf(log, nowMs).toFixed(1)} a second</span>
      {cursor === null ? null : (
        <Group gap="xs" wrap="nowrap" className={classes.cursor ?? ''}>
          Cursor <code className={classes.cursorText}>{cursor}</code>
          <CopyButton value={cursor} label="Copy the cursor" />
        </Group>
      )}
    </div>
  );
}

function columnsFor(names: ReadonlyMap<string, string>): readonly DataColumn<StreamChange>[] {
  return [
    {
      key: 'type',
      title: 'Change',
      width: '8rem',
      phone: 'main',
      render: ({ type }) => <ToneBadge tone={LOOKS[type].tone}>{LOOKS[type].word}</ToneBadge>,
    },
    { key: 'at', title: 'Time', width: '15rem', render: ({ eventAt }) => <TimeText instant={eventAt} isAbsolute /> },
    { key: 'what', title: 'Transaction', render: (change) => <What change={change} /> },
    {
      key: 'account',
      title: 'Account',
      width: '15%',
      phone: 'hidden',
      render: ({ accountId }) => names.get(accountId) ?? <code>{accountId.slice(0, 8)}</code>,
    },
    {
      key: 'amount',
      title: 'Amount',
      width: '11rem',
      align: 'right',
      phone: 'main',
      render: ({ transaction, changedFields }) => (
        <span className={changedFields?.includes('amount') ? classes.changed : undefined}>
          <Money amount={transaction?.amount} currency={transaction?.currency} isSigned />
        </span>
      ),
    },
  ];
}

function What({ change }: { readonly change: StreamChange }) {
  const { transaction, changedFields, reason, replacedByTransactionId } = change;
  if (transaction === null)
    return (
      <>
        <code>{change.transactionId.slice(0, 8)}</code> {reason}
        {replacedByTransactionId === null ? null : (
          <>
            , replaced by <code>{replacedByTransactionId.slice(0, 8)}</code>
          </>
        )}
      </>
    );
  return (
    <>
      {transaction.description ?? transaction.rawDescription ?? <code>{transaction.id.slice(0, 8)}</code>}
      {changedFields === null || changedFields.length === 0 ? null : (
        <span className={classes.fields}>
          {changedFields.map((field) => (
            <mark key={field} className={classes.changed}>
              {field}
            </mark>
          ))}
        </span>
      )}
    </>
  );
}
