import { Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { signIn } from '../../api/sign-in.ts';
import { useAct } from '../../api/use-act.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { enterConsole } from '../../shell/sign-in/enter-console.ts';
import { NewPassword } from '../../shell/sign-in/new-password.tsx';

/** For a new person: a name and a password. */
export function AcceptForm({ token, email }: { readonly token: string; readonly email: string }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useAct('acceptInvitation', {
    onDone: async () => {
      await signIn(email, password);
      enterConsole();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ body: { token, name, password } });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <ErrorNotice error={accept.error} />
        {/* For password managers, which keep a password by its address. */}
        <TextInput label="E-mail address" type="email" autoComplete="username" readOnly value={email} />
        <TextInput
          label="Your name"
          autoComplete="name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword value={password} onChange={setPassword} />
        <Button type="submit" loading={accept.isPending || accept.isSuccess}>
          Accept and sign in
        </Button>
      </Stack>
    </form>
  );
}
