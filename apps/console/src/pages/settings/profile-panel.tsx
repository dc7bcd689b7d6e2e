import { Stack } from '@mantine/core';
import { useAct } from '../../api/use-act.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { NameForm } from './name-form.tsx';

/** Who one is. */
export function ProfilePanel() {
  const { person, membership } = useTenancy();
  const update = useAct('updateSelf', { changes: ['getSelf', 'listMembers'] });
  return (
    <Panel title="You">
      <Stack>
        <KeyValue
          items={{ 'E-mail address': person.email, Role: `${membership.role} of ${membership.organizationName}` }}
        />
        <NameForm
          key={person.name}
          label="Your name"
          name={person.name}
          action="Save"
          autoComplete="name"
          isBusy={update.isPending}
          onSubmit={(name) => update.mutate({ body: { name } })}
        />
        <ErrorNotice error={update.error} />
      </Stack>
    </Panel>
  );
}
