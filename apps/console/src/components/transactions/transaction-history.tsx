import { Button } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import type { PagedRead } from '../../api/use-read.ts';
import { ErrorState } from '../states/error-state.tsx';
import { LoadingState } from '../states/loading-state.tsx';
import { ToneBadge } from '../status/status-badge.tsx';
import { TimeText } from '../values/time-text.tsx';
import classes from './transaction-drawer.module.css';

type Revision = Schemas['TransactionRevision'];

const LOOKS = {
  added: { tone: 'good', word: 'Added' },
  modified: { tone: 'calm', word: 'Changed' },
  removed: { tone: 'bad', word: 'Removed' },
} as const;

/** Every state a transaction was in, newest first, with what changed and what shows it. */
export function TransactionHistory({ items, query }: PagedRead<Revision>) {
  if (query.isPending) return <LoadingState rows={3} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const newestFirst = [...items].sort((one, other) => other.revision - one.revision);
  return (
    <section aria-label="History">
      <h3 className={classes.title}>History</h3>
      <ol className={classes.history}>
        {newestFirst.map((revision, index) => (
          <li key={revision.revision} className={classes.revision}>
            <RevisionView revision={revision} before={newestFirst[index + 1] ?? null} />
          </li>
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button variant="subtle" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function RevisionView({ revision, before }: { readonly revision: Revision; readonly before: Revision | null }) {
  const { tone, word } = LOOKS[revision.type];
  const { evidence } = revision;
  return (
    <>
      <div className={classes.head}>
        <ToneBadge tone={tone}>{word}</ToneBadge>
        <TimeText instant={revision.changedAt} isAbsolute />
        <span className="cw-dim">Revision {revision.revision}</span>
      </div>
      {revision.changedFields.length === 0 ? null : (
        <ul className={classes.changes}>
          {revision.changedFields.map((field) => (
            <li key={field}>
              <code>{field}</code> {fieldOf(before, field)} → <strong>{fieldOf(revision, field)}</strong>
            </li>
          ))}
        </ul>
      )}
      {evidence === null ? null : (
        <div className="cw-dim">
          Evidence: {evidence.kind} <code>{evidence.reference}</code>
          {evidence.location === null ? '' : `, ${evidence.location}`}, read{' '}
          <TimeText instant={evidence.observedAt} isAbsolute />
        </div>
      )}
    </>
  );
}

/** The value of a field in a revision; a dash where it has none. */
function fieldOf(revision: Revision | null, field: string): string {
  const fields: Readonly<Record<string, unknown>> = { ...revision?.transaction };
  const value = fields[field];
  return value === null || value === undefined ? '–' : String(value);
}
