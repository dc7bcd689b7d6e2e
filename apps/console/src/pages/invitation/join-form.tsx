import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { CallError } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { signOut } from '../../api/sign-in.ts';
import { useAct } from '../../api/use-act.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { enterConsole } from '../../shell/sign-in/enter-console.ts';
import { SignInForm } from '../../shell/sign-in/sign-in-form.tsx';

/** For a person who has signed in to this installation before. */
export function JoinForm({ token, email }: { readonly token: string; readonly email: string }) {
  const self = useQuery<Schemas['Self'], CallError>({
    queryKey: ['getSelf'],
    queryFn: ({ signal }) => call('getSelf', {}, { signal, asksForSignIn: false }),
    retry: false,
  });
  const join = useAct('joinOrganization', { onDone: enterConsole });
  if (self.isPending) return <LoadingState rows={3} />;
  const signedInAs = self.data?.person.email ?? null;
  if (signedInAs === null) return <SignInForm knownEmail={email} onDone={() => self.refetch()} />;
  if (signedInAs !== email)
    return (
      <Stack>
        <p>You are signed in as {signedInAs}. Sign out, then open the link again.</p>
        <Button
          variant="default"
          onClick={async () => {
            await signOut();
            await self.refetch();
          }}
        >
          Sign out
        </Button>
      </Stack>
    );
  return (
    <Stack>
      <ErrorNotice error={join.error} />
      <Button onClick={() => join.mutate({ body: { token } })} loading={join.isPending || join.isSuccess}>
        Join
      </Button>
    </Stack>
  );
}
