import { Button } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { DoorPage } from './door-page.tsx';
import { leaveConsole } from './enter-console.ts';

/** Somebody is signed in and a member of nothing. */
export function NoOrganization({ person }: { readonly person: Schemas['Self']['person'] }) {
  return (
    <DoorPage title="No organization" lead={`You are signed in as ${person.email}, and a member of no organization.`}>
      <p>Ask an owner or admin of yours for an invitation link, and open it in this browser.</p>
      <Button variant="default" onClick={leaveConsole}>
        Sign out
      </Button>
    </DoorPage>
  );
}
