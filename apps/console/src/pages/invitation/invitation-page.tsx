import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import type { CallError } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { setPageTitle } from '../../components/layout/page-title.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { DoorPage } from '../../shell/sign-in/door-page.tsx';
import { readLinkToken } from '../../shell/sign-in/link-token.ts';
import { AcceptForm } from './accept-form.tsx';
import { JoinForm } from './join-form.tsx';

/** Where somebody who was invited comes in: as a new person, or as one who is known already. */
export function Page() {
  useEffect(() => setPageTitle('Invitation'), []);
  const token = readLinkToken();
  const found = useQuery<Schemas['InvitationView'], CallError>({
    queryKey: ['getInvitationByToken', token],
    queryFn: ({ signal }) =>
      call('getInvitationByToken', { body: { token: token ?? '' } }, { signal, asksForSignIn: false }),
    enabled: token !== null,
    retry: false,
  });
  if (token === null)
    return (
      <DoorPage title="Invitation" lead="The link is not whole.">
        <p>Open the whole link as you were given it.</p>
      </DoorPage>
    );
  if (found.isPending)
    return (
      <DoorPage title="Invitation">
        <LoadingState rows={4} />
      </DoorPage>
    );
  if (found.isError)
    return (
      <DoorPage title="Invitation">
        <ErrorNotice error={found.error} />
      </DoorPage>
    );
  const { organizationName, email, role, hasPerson } = found.data;
  return (
    <DoorPage title={`Join ${organizationName}`} lead={`The invitation is for ${email}, as ${role}.`}>
      {hasPerson ? <JoinForm token={token} email={email} /> : <AcceptForm token={token} email={email} />}
    </DoorPage>
  );
}
