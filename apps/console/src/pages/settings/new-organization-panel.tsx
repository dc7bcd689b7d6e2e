import { Stack } from '@mantine/core';
import { useAct } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { addressOf, keepLast } from '../../shell/address.ts';
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
