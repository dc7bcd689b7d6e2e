import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { listRoles, type Role } from './roles.ts';

/** Makes an invitation, then shows its link this once. */
export function InviteDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { can, membership } = useTenancy();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const invite = useAct('createInvitation', { changes: ['listInvitations'] });
  const close = () => {
    onClose();
    invite.reset();
    setEmail('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ body: { email, role } });
  };
  const made = invite.data;
  const link = made === undefined ? '' : `${location.origin}/console/invitation#token=${made.token}`;
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title={`Invite to ${membership.organizationName}`}
      size="lg"
      holdsSecret={made !== undefined}
    >
      {made === undefined ? (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label="E-mail address"
              description="Nothing is sent. You get a link to hand over."
              type="email"
              required
              data-autofocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Select
              label="Role"
              data={listRoles(can('owners:write'))}
              value={role}
              allowDeselect={false}
              onChange={(value) => value !== null && setRole(value)}
            />
            <ErrorNotice error={invite.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={invite.isPending}>
                Make the link
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Text>
            Hand this link over to {made.invitation.email}. It works once, for seven days, and is shown only now.
          </Text>
          <Group wrap="nowrap" align="center">
            <Code block flex={1} aria-label="The link">
              {link}
            </Code>
            <CopyButton value={link} label="Copy the link" />
          </Group>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </FormDialog>
  );
}
