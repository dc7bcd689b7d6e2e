import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import type { Tenant } from '../../api/tenant.ts';

/** Who is signed in, and whom they act for. */
export interface Tenancy extends Tenant {
  readonly person: Schemas['Self']['person'];
  readonly memberships: readonly Schemas['Membership'][];
  readonly membership: Schemas['Membership'];
  /** Whether the member may do this here. The server decides; the pages only leave out what it would refuse. */
  can(permission: string): boolean;
}

const TenancyContext = createContext<Tenancy | null>(null);

/** Tells everything below whose data it shows, and what this person may do there. */
export function TenancyProvider({
  self,
  tenant,
  children,
}: {
  readonly self: Schemas['Self'];
  readonly tenant: Tenant;
  readonly children: ReactNode;
}) {
  const tenancy = useMemo(() => createTenancy(self, tenant), [self, tenant]);
  return <TenancyContext value={tenancy}>{children}</TenancyContext>;
}

function createTenancy({ person, memberships }: Schemas['Self'], tenant: Tenant): Tenancy {
  const membership = memberships.find((each) => each.organizationId === tenant.organizationId);
  if (membership === undefined) throw new Error('the page works for an organization of which nobody here is a member');
  const allowed = new Set(membership.permissions[tenant.environment]);
  return { ...tenant, person, memberships, membership, can: (permission) => allowed.has(permission) };
}

/** Null outside of the frame. */
export function useTenancyIfAny(): Tenancy | null {
  return useContext(TenancyContext);
}

/** Inside the frame only. */
export function useTenancy(): Tenancy {
  const tenancy = useTenancyIfAny();
  if (tenancy === null) throw new Error('useTenancy() is for pages inside the frame');
  return tenancy;
}
