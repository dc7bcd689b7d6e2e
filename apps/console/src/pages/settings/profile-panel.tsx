import { Stack } from '@mantine/core';
import { useAct } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { useTenancy } from '../../shell/tenancy.tsx';
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
