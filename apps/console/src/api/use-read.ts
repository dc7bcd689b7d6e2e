import { type UseInfiniteQueryResult, type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { intervalAfter } from './ask-again.ts';
import { call } from './call.ts';
import type { CallError } from './call-error.ts';
import type { AnswerOf, InputOf, ItemOf, ListId, OperationId } from './operation-types.ts';

export interface ReadOptions {
  /** False while it is not known yet what to ask for. */
  readonly isWanted?: boolean;
  /** Asks again in this interval while the page is seen. */
  readonly everyMs?: number | undefined;
  /** True for what may come to be while the page waits for it. Otherwise what is not there is not asked for again by itself. */
  readonly mayCome?: boolean;
  /** Shows the answer to the former question until the new one comes: for filters. */
  readonly keepsFormer?: boolean;
}

/** Reads an operation and keeps the answer. All reads of one operation are found by its id. */
export function useRead<Id extends OperationId>(
  id: Id,
  input: InputOf<Id>,
  { isWanted = true, everyMs, keepsFormer = false, mayCome = false }: ReadOptions = {},
): UseQueryResult<AnswerOf<Id>, CallError> {
  return useQuery<AnswerOf<Id>, CallError>({
    queryKey: [id, input],
    queryFn: ({ signal }) => call(id, input, { signal }),
    enabled: isWanted,
    refetchInterval: ({ state }) => intervalAfter(state.error, { everyMs, mayCome }),
    ...(keepsFormer ? { placeholderData: (former: AnswerOf<Id> | undefined) => former as never } : {}), // The same type, which the library widens.
  });
}

/** A list that is read page by page. */
export interface PagedRead<Item> {
  /** Items of all pages read so far. */
  readonly items: readonly Item[];
  readonly query: Pick<
    UseInfiniteQueryResult<unknown, CallError>,
    | 'isPending'
    | 'isError'
    | 'error'
    | 'refetch'
    | 'isFetching'
    | 'isFetchingNextPage'
    | 'hasNextPage'
    | 'fetchNextPage'
  >;
}

/** Reads a list by its cursors. `query.fetchNextPage()` reads the next page. */
export function useReadPages<Id extends ListId>(
  id: Id,
  input: InputOf<Id>,
  { isWanted = true, everyMs, keepsFormer = false }: ReadOptions = {},
): PagedRead<ItemOf<Id>> {
  const query = useInfiniteQuery<
    ListPage<ItemOf<Id>>,
    CallError,
    { readonly pages: readonly ListPage<ItemOf<Id>>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: [id, input, 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const { query: asked = {} } = input as { query?: Record<string, unknown> }; // Every list takes a query.
      const page = { ...input, query: { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) } };
      // ListId says that a page of items is answered; the compiler cannot follow it.
      return call(id, page as InputOf<Id>, { signal }) as unknown as Promise<ListPage<ItemOf<Id>>>;
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.pagination.nextCursor ?? null,
    enabled: isWanted,
    refetchInterval: everyMs ?? false,
    ...(keepsFormer ? { placeholderData: (former) => former } : {}),
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  return { items, query };
}

interface ListPage<Item> {
  readonly data: readonly Item[];
  readonly pagination: { readonly nextCursor?: string | null };
}
