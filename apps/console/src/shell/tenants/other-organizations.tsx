import { Button } from '@mantine/core';
import { addressOf, keepLast, pathWithin } from '../routing/address.ts';
import { useTenancyIfAny } from './tenancy.tsx';

/** Where else a thing may be that is not here: the same address in each other organization of the person. Nothing for a member of one. */
export function OtherOrganizations() {
  const tenancy = useTenancyIfAny();
  if (tenancy === null || tenancy.memberships.length < 2) return null;
  const { organizationId: hereId, environment, memberships, membership } = tenancy;
  const goTo = (organizationId: string) => {
    keepLast({ organizationId, environment });
    location.assign(addressOf(environment, pathWithin(location.pathname)) + location.search);
  };
  return (
    <div>
      You are in {membership.organizationName}. It may belong to another organization of yours:{' '}
      {memberships
        .filter(({ organizationId }) => organizationId !== hereId)
        .map(({ organizationId, organizationName }) => (
          <Button key={organizationId} size="compact-sm" variant="default" onClick={() => goTo(organizationId)}>
            Look in {organizationName}
          </Button>
        ))}
    </div>
  );
}
