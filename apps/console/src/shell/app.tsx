import { Center, Loader } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { call } from '../api/call.ts';
import type { CallError } from '../api/call-error.ts';
import type { Schemas } from '../api/operation-types.ts';
import { type Place, setPlace } from '../api/place.ts';
import { createQueryClient } from '../api/query-client.ts';
import { ErrorState } from '../components/error-state.tsx';
import { addressOf, environmentOf, keepLast, readLast } from './address.ts';
import { NoOrganization } from './no-organization.tsx';
import { PAGES } from './page-list.ts';
import { createPageRouter } from './router.tsx';
import { SignInGate } from './sign-in-gate.tsx';
import { TenancyProvider } from './tenancy.tsx';

const SignInPage = lazy(async () => ({ default: (await import('./sign-in-page.tsx')).SignInPage }));

/** The console: a page for everybody, the sign-in, or the pages of one organization and environment. */
export function App() {
  const [client] = useState(createQueryClient);
  const open = PAGES.find((page) => page.isPublic === true && `/console${page.path}` === location.pathname);
  return (
    <QueryClientProvider client={client}>
      {open === undefined ? <SignedIn /> : <OpenPage page={open} />}
    </QueryClientProvider>
  );
}

function OpenPage({ page }: { readonly page: (typeof PAGES)[number] }) {
  const Page = useMemo(() => lazy(async () => ({ default: (await page.load()).Page })), [page]);
  return (
    <Suspense fallback={<Waiting />}>
      <Page />
    </Suspense>
  );
}

function SignedIn() {
  const self = useQuery<Schemas['Self'], CallError>({
    queryKey: ['getSelf'],
    queryFn: ({ signal }) => call('getSelf', {}, { signal, asksForSignIn: false }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (self.isPending) return <Waiting />;
  if (self.isError) {
    if (self.error.code === 'session_required')
      return (
        <Suspense fallback={<Waiting />}>
          <SignInPage onDone={() => self.refetch()} />
        </Suspense>
      );
    return <ErrorState error={self.error} onRetry={() => self.refetch()} />;
  }
  return <Console self={self.data} />;
}

function Console({ self }: { readonly self: Schemas['Self'] }) {
  const place = useMemo(() => choosePlace(self), [self]);
  const environment = place?.environment;
  const router = useMemo(
    () => (environment === undefined ? null : createPageRouter(addressOf(environment))),
    [environment],
  );
  if (place === null || router === null) return <NoOrganization person={self.person} />;
  return (
    <TenancyProvider self={self} place={place}>
      <RouterProvider router={router} />
      <SignInGate person={self.person} />
    </TenancyProvider>
  );
}

/** Where the page works: the environment of its address, and the organization chosen last. Null for a member of none. */
function choosePlace({ memberships }: Schemas['Self']): Place | null {
  const last = readLast();
  const membership = memberships.find((each) => each.organizationId === last.organizationId) ?? memberships[0];
  if (membership === undefined) return null;
  const environment = environmentOf(location.pathname) ?? last.environment;
  const place = { organizationId: membership.organizationId, environment };
  if (environmentOf(location.pathname) === null) history.replaceState(null, '', addressOf(environment));
  setPlace(place);
  keepLast(place);
  return place;
}

function Waiting() {
  return (
    <Center mih="100vh">
      <Loader aria-label="Loading" />
    </Center>
  );
}
