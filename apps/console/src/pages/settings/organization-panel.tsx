import { Stack } from '@mantine/core';
import { useAct } from '../../api/use-act.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { NameForm } from './name-form.tsx';

/** The name of the organization. */
export function OrganizationPanel() {
  const { membership } = useTenancy();
  const update = useAct('updateOrganization', { changes: ['getSelf'] });
  return (
    <Panel title="Organization">
      <Stack>
        <NameForm
          key={membership.organizationName}
          label="Name of the organization"
          name={membership.organizationName}
          action="Rename"
          isBusy={update.isPending}
          onSubmit={(name) => update.mutate({ body: { name } })}
        />
        <ErrorNotice error={update.error} />
      </Stack>
    </Panel>
  );
}
