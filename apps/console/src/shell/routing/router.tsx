import {
  type AnyRouter,
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from '@tanstack/react-router';
import { lazy } from 'react';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { Frame } from '../frame/frame.tsx';
import { NotFound } from './not-found.tsx';
import { PAGES } from './page-list.ts';
import type { PageRoute } from './page-route.ts';
import { PermittedPage } from './permitted-page.tsx';

/** The router of one environment. Search parameters are texts as they stand in the address. */
export function createPageRouter(basepath: string): AnyRouter {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
  const children = PAGES.filter((page) => page.isPublic !== true).map((page) =>
    createRoute({ getParentRoute: () => root, path: page.path, component: componentOf(page) }),
  );
  return createRouter({
    routeTree: root.addChildren(children),
    basepath,
    history: createBrowserHistory(),
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingState,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
      const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

/** The page when its code is there; the router fetches that as soon as somebody points at a link to it. */
function componentOf({ load, permission, title }: PageRoute) {
  const Loaded = lazy(async () => ({ default: (await load()).Page }));
  const Page = () => (
    <PermittedPage permission={permission} title={title}>
      <Loaded />
    </PermittedPage>
  );
  const preload = async () => {
    await load();
  };
  return Object.assign(Page, { preload });
}
