import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** A part of the path that varies, such as `connectionId`; empty where the page has none of that name. */
export function useParam(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
}

export type Filters<Name extends string = string> = Readonly<Partial<Record<Name, string | undefined>>>;

/** Where a change of filters stands in the browser's history: as a step that the way back undoes, or in the place of the former state. */
export type FilterStep = 'push' | 'replace';

export type SetFilters<Name extends string = string> = (changes: Filters<Name>, step?: FilterStep) => void;

/**
 * Filters that stand in the address, so that a link shows what its sender saw. Setting one to undefined or an empty text takes it
 * away. Going back undoes one change after the other, but for those that replaced the state before them.
 */
export function useFilters<Name extends string = string>(): readonly [
  filters: Filters<Name>,
  setFilters: SetFilters<Name>,
] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const setFilters = useCallback<SetFilters<Name>>(
    (changes, step = 'push') => {
      const next = (former: Record<string, unknown>) => {
        const filled = Object.entries({ ...former, ...changes }).filter(
          ([, value]) => value !== undefined && value !== '',
        );
        return Object.fromEntries(filled);
      };
      void navigate({ to: '.', search: next, replace: step === 'replace', resetScroll: false });
    },
    [navigate],
  );
  const filters = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]));
  return [filters as Filters<Name>, setFilters]; // What stands there under other names is nobody's filter.
}

/** Goes back to where one was before. */
export function useBack(): () => void {
  const { history } = useRouter();
  return useCallback(() => history.back(), [history]);
}

/** Goes to a page of this environment. */
export function useGo(): (path: string) => void {
  const navigate = useNavigate();
  return useCallback((path) => void navigate({ to: path }), [navigate]);
}
