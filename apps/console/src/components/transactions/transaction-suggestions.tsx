import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useReadPages } from '../../api/use-read.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx';
import { ErrorNotice } from '../states/error-notice.tsx';
import { Money } from '../values/money.tsx';
import { DateText } from '../values/time-text.tsx';
import { describeReasons } from './reason-words.ts';
import classes from './transaction-drawer.module.css';

type Transaction = Schemas['Transaction'];
type Suggestion = Schemas['Suggestion'];

const CHANGED = [
  'listSuggestions',
  'searchTransactions',
  'countTransactions',
  'getTransaction',
  'listTransactionHistory',
] as const;

/** Other transactions that may be the same as this one, and what a person decides about them. */
export function TransactionSuggestions({ transaction }: { readonly transaction: Transaction }) {
  const { accountId, id } = transaction;
  const { items, query } = useReadPages('listSuggestions', {
    query: { accountId, kind: 'transaction', status: 'open', limit: 500 },
  });
  if (query.isError) return <ErrorNotice error={query.error} />;
  const own = items.filter(({ olderId, newerId }) => olderId === id || newerId === id);
  if (own.length === 0) return null;
  return (
    <section aria-label="May be the same">
      <h3 className={classes.title}>May be the same</h3>
      {own.map((suggestion) => (
        <SuggestionView key={suggestion.id} suggestion={suggestion} id={id} />
      ))}
    </section>
  );
}

function SuggestionView({ suggestion, id }: { readonly suggestion: Suggestion; readonly id: string }) {
  const { can } = useTenancy();
  const [isAsking, setAsking] = useState(false);
  const accept = useAct('acceptSuggestion', { changes: CHANGED, onDone: () => setAsking(false) });
  const reject = useAct('rejectSuggestion', { changes: CHANGED });
  const input = { path: { suggestionId: suggestion.id } };
  const other = (suggestion.olderId === id ? suggestion.newer : suggestion.older) as Partial<Transaction> | null; // Suggestions of transactions hold transactions.
  return (
    <div className={classes.revision}>
      {other === null ? null : (
        <div className={classes.head}>
          <Money amount={other.amount} currency={other.currency} isSigned />
          <DateText date={other.postedDate} />
          <span>{other.description ?? other.rawDescription}</span>
        </div>
      )}
      <div className="cw-dim">{describeReasons(suggestion.reasons)}</div>
      <ErrorNotice error={reject.error} />
      {can('connections:write') ? (
        <Group gap="xs" mt="xs">
          <Button size="xs" onClick={() => setAsking(true)}>
            They are the same
          </Button>
          <Button size="xs" variant="default" loading={reject.isPending} onClick={() => reject.mutate(input)}>
            They are two
          </Button>
        </Group>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        title="Make the two one?"
        action="Make them one"
        onConfirm={() => accept.mutate(input)}
        onClose={() => setAsking(false)}
        isBusy={accept.isPending}
        error={accept.error}
      >
        One of them is removed, everywhere and for good, and the other one goes on with what both are known by.
      </ConfirmDialog>
    </div>
  );
}
