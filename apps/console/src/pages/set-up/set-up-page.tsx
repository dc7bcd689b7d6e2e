import { Anchor, Button, Code, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { signIn } from '../../api/sign-in.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { setPageTitle } from '../../components/layout/page-title.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { DoorPage } from '../../shell/sign-in/door-page.tsx';
import { enterConsole } from '../../shell/sign-in/enter-console.ts';
import { readLinkToken } from '../../shell/sign-in/link-token.ts';
import { NewPassword } from '../../shell/sign-in/new-password.tsx';

/** Where the first person comes in. */
export function Page() {
  useEffect(() => setPageTitle('Set up'), []);
  const setup = useRead('getConsoleSetup', {});
  const token = readLinkToken();
  if (setup.isPending)
    return (
      <DoorPage title="Welcome">
        <LoadingState rows={4} />
      </DoorPage>
    );
  if (setup.isError)
    return (
      <DoorPage title="Welcome">
        <ErrorState error={setup.error} onRetry={() => setup.refetch()} />
      </DoorPage>
    );
  if (!setup.data.open)
    return (
      <DoorPage title="All set up" lead="This installation has an owner already.">
        <p>
          <Anchor href="/console">Sign in</Anchor>, or ask the owner for an invitation.
        </p>
      </DoorPage>
    );
  if (token === null)
    return (
      <DoorPage title="Almost there" lead="Setting up needs the link that the server has printed.">
        <p>
          Look for it in the output of the server. If it was used, is older than a day, or a newer one replaced it,
          start the quickstart anew, or run: <Code>npm run -s causeway -- console setup-link</Code>
        </p>
      </DoorPage>
    );
  return (
    <DoorPage title="Welcome to Causeway" lead="You are the first here. Choose how you sign in; you will be the owner.">
      <SetUpForm token={token} hasOrganization={setup.data.hasOrganization} />
    </DoorPage>
  );
}

function SetUpForm({ token, hasOrganization }: { readonly token: string; readonly hasOrganization: boolean }) {
  const [form, setForm] = useState({ organizationName: '', name: '', email: '', password: '' });
  const change = (changes: Partial<typeof form>) => setForm((former) => ({ ...former, ...changes }));
  const setUp = useAct('setUpConsole', {
    onDone: async ({ email }) => {
      await signIn(email, form.password);
      enterConsole();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { organizationName, ...person } = form;
    setUp.mutate({ body: { token, ...person, ...(hasOrganization ? {} : { organizationName }) } });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <ErrorNotice error={setUp.error} />
        {hasOrganization ? null : (
          <TextInput
            label="Your organization"
            description="Its name can be changed later."
            autoComplete="organization"
            required
            maxLength={200}
            value={form.organizationName}
            onChange={(event) => change({ organizationName: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Your name"
          autoComplete="name"
          required
          maxLength={200}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={form.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <NewPassword value={form.password} onChange={(password) => change({ password })} />
        <Button type="submit" loading={setUp.isPending || setUp.isSuccess}>
          Set up and sign in
        </Button>
      </Stack>
    </form>
  );
}
