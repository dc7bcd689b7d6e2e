import { Stack } from '@mantine/core';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { NewOrganizationPanel } from './new-organization-panel.tsx';
import { OrganizationPanel } from './organization-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { TwoFactorPanel } from './two-factor-panel.tsx';

/** What a person sets for themselves, and owners for the organization. */
export function Page() {
  const { can, memberships } = useTenancy();
  return (
    <>
      <PageHeader title="Settings" lead="How you sign in, and your organization." />
      <Stack>
        <ProfilePanel />
        <PasswordPanel />
        <TwoFactorPanel />
        <SessionsPanel />
        {can('organization:write') ? <OrganizationPanel /> : null}
        {memberships.some(({ role }) => role === 'owner') ? <NewOrganizationPanel /> : null}
      </Stack>
    </>
  );
}
