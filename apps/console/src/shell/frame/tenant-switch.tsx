import { NativeSelect, SegmentedControl } from '@mantine/core';
import { addressOf, keepLast, pathWithin } from '../routing/address.ts';
import { useTenancy } from '../tenants/tenancy.tsx';
import classes from './tenant-switch.module.css';

/** Organization and environment. Changing either loads the page anew, so that nothing of the former tenant is left in it. */
export function TenantSwitch() {
  const { organizationId, environment, membership, memberships } = useTenancy();
  const goTo = (next: { organizationId: string; environment: 'live' | 'test' }, path: string) => {
    keepLast(next);
    location.assign(addressOf(next.environment, path));
  };
  return (
    <div className={classes.switch}>
      {memberships.length === 1 ? (
        <span className={classes.name}>{membership.organizationName}</span>
      ) : (
        <NativeSelect
          aria-label="Organization"
          className={classes.select}
          data={memberships.map((each) => ({ value: each.organizationId, label: each.organizationName }))}
          value={organizationId}
          onChange={(event) => goTo({ organizationId: event.currentTarget.value, environment }, '/')}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label="Environment"
        className={classes.environment}
        data-environment={environment}
        data={[
          { value: 'live', label: 'Live' },
          { value: 'test', label: 'Test' },
        ]}
        value={environment}
        onChange={(value) =>
          goTo({ organizationId, environment: value === 'live' ? 'live' : 'test' }, topOf(location.pathname))
        }
      />
    </div>
  );
}

/** The list to which a page of one thing belongs: the thing itself is of one environment only. */
function topOf(pathname: string): string {
  return `/${pathWithin(pathname).split('/')[1] ?? ''}`;
}
