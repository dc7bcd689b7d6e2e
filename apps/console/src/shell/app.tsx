import { Center, Loader } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { call } from '../api/call.ts';
import type { CallError } from '../api/call-error.ts';
import type { Schemas } from '../api/operation-types.ts';
import { createQueryClient } from '../api/query-client.ts';
import { setTenant, type Tenant } from '../api/tenant.ts';
import { ErrorState } from '../components/states/error-state.tsx';
import { addressOf, environmentOf, keepLast, readLast } from './routing/address.ts';
import { PAGES } from './routing/page-list.ts';
import { createPageRouter } from './routing/router.tsx';
import { NoOrganization } from './sign-in/no-organization.tsx';
import { SignInGate } from './sign-in/sign-in-gate.tsx';
import { EnvironmentClock } from './tenants/environment-clock.tsx';
import { TenancyProvider } from './tenants/tenancy.tsx';

const SignInPage = lazy(async () => ({ default: (await import('./sign-in/sign-in-page.tsx')).SignInPage }));

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
  const tenant = useMemo(() => chooseTenant(self), [self]);
  const environment = tenant?.environment;
  const router = useMemo(
    () => (environment === undefined ? null : createPageRouter(addressOf(environment))),
    [environment],
  );
  if (tenant === null || router === null) return <NoOrganization person={self.person} />;
  return (
    <TenancyProvider self={self} tenant={tenant}>
      <EnvironmentClock>
        <RouterProvider router={router} />
      </EnvironmentClock>
      <SignInGate person={self.person} />
    </TenancyProvider>
  );
}

/** Where the page works: the environment of its address, and the organization chosen last. Null for a member of none. */
function chooseTenant({ memberships }: Schemas['Self']): Tenant | null {
  const last = readLast();
  const membership = memberships.find((each) => each.organizationId === last.organizationId) ?? memberships[0];
  if (membership === undefined) return null;
  const environment = environmentOf(location.pathname) ?? last.environment;
  const tenant = { organizationId: membership.organizationId, environment };
  if (environmentOf(location.pathname) === null) history.replaceState(null, '', addressOf(environment));
  setTenant(tenant);
  keepLast(tenant);
  return tenant;
}

function Waiting() {
  return (
    <Center mih="100vh">
      <Loader aria-label="Loading" />
    </Center>
  );
}
