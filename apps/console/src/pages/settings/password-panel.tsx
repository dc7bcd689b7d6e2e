import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { useAct } from '../../api/use-act.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { NewPassword } from '../../shell/sign-in/new-password.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

/** Another password. */
export function PasswordPanel() {
  const { person } = useTenancy();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useAct('changePassword', {
    changes: ['listSessions'],
    onDone: () => {
      setCurrent('');
      setNew('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ body: { currentPassword, newPassword } });
  };
  const wrong = findFieldMessage(change.error, 'currentPassword');
  return (
    <Panel title="Password" lead="All your other sessions end when you change it.">
      <form onSubmit={submit}>
        <Stack maw={420}>
          {/* For password managers, which keep a password by its address. */}
          <input type="email" autoComplete="username" value={person.email} readOnly hidden />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            value={currentPassword}
            error={wrong === null ? undefined : 'This is not your password'}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPassword label="New password" value={newPassword} onChange={setNew} />
          {change.isSuccess ? <Alert variant="outline">Your password is changed.</Alert> : null}
          {wrong === null ? <ErrorNotice error={change.error} /> : null}
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
