import { Button } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { signOut } from '../../api/sign-in.ts';
import { DoorPage } from './door-page.tsx';

/** Somebody is signed in and a member of nothing. */
export function NoOrganization({ person }: { readonly person: Schemas['Self']['person'] }) {
  const leave = async () => {
    await signOut();
    location.assign('/console');
  };
  return (
    <DoorPage title="No organization" lead={`You are signed in as ${person.email}, and a member of no organization.`}>
      <p>Ask an owner or admin of yours for an invitation link, and open it in this browser.</p>
      <Button variant="default" onClick={leave}>
        Sign out
      </Button>
    </DoorPage>
  );
}
