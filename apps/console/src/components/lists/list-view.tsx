import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PagedRead } from '../../api/use-read.ts';
import { ErrorState } from '../states/error-state.tsx';
import { LoadingState } from '../states/loading-state.tsx';
import { DataTable, type DataTableProps } from './data-table.tsx';
import classes from './list-view.module.css';

/** A list that is read page by page, in all its states: on its way, broken, empty, and with its rows. */
export function ListView<Row extends object>({
  read,
  empty,
  ...table
}: Omit<DataTableProps<Row>, 'rows' | 'onEnd'> & { readonly read: PagedRead<Row>; readonly empty: ReactNode }) {
  const { items, query } = read;
  if (query.isPending) return <LoadingState />;
  if (query.isError && items.length === 0) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (items.length === 0) return empty;
  const readOn = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) query.fetchNextPage();
  };
  return (
    <>
      <DataTable {...table} rows={items} onEnd={query.isError ? undefined : readOn} />
      {query.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" onClick={readOn} loading={query.isFetchingNextPage}>
            {query.isError ? 'The rest could not be read. Try again' : 'Show more'}
          </Button>
        </div>
      ) : null}
    </>
  );
}
