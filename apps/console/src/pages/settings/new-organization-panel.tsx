import { Stack } from '@mantine/core';
import { useAct } from '../../api/use-act.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { addressOf, keepLast } from '../../shell/routing/address.ts';
import { NameForm } from './name-form.tsx';

/** Another organization of the same installation, which shares nothing with this one but its people. */
export function NewOrganizationPanel() {
  const create = useAct('createOrganization', {
    onDone: ({ organizationId }) => {
      keepLast({ organizationId, environment: 'test' });
      location.assign(addressOf('test'));
    },
  });
  return (
    <Panel title="Another organization" lead="It shares nothing with this one. You will be its owner.">
      <Stack>
        <NameForm
          label="Name of the new organization"
          name=""
          action="Make it"
          isBusy={create.isPending || create.isSuccess}
          onSubmit={(name) => create.mutate({ body: { name } })}
        />
        <ErrorNotice error={create.error} />
      </Stack>
    </Panel>
  );
}
