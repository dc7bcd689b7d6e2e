import { Button, Stack } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { signIn } from '../../api/sign-in.ts';
import { useAct } from '../../api/use-act.ts';
import { setPageTitle } from '../../components/layout/page-title.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { DoorPage } from '../../shell/sign-in/door-page.tsx';
import { enterConsole } from '../../shell/sign-in/enter-console.ts';
import { readLinkToken } from '../../shell/sign-in/link-token.ts';
import { NewPassword } from '../../shell/sign-in/new-password.tsx';

/** Where somebody with a link of the operator chooses a new password. */
export function Page() {
  useEffect(() => setPageTitle('New password'), []);
  const token = readLinkToken();
  const [password, setPassword] = useState('');
  const reset = useAct('resetPassword', {
    onDone: async ({ email }) => {
      await signIn(email, password);
      enterConsole();
    },
  });
  if (token === null)
    return (
      <DoorPage title="New password" lead="The link is not whole.">
        <p>Open the whole link as you were given it, or ask the operator of this installation for a new one.</p>
      </DoorPage>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate({ body: { token, password } });
  };
  return (
    <DoorPage title="New password" lead="All your sessions end, and one-time codes are switched off.">
      <form onSubmit={submit}>
        <Stack>
          <ErrorNotice error={reset.error} />
          <NewPassword label="New password" value={password} onChange={setPassword} />
          <Button type="submit" loading={reset.isPending || reset.isSuccess}>
            Set it and sign in
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
}
