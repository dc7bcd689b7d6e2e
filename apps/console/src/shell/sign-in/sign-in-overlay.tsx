import { Modal } from '@mantine/core';
import { call } from '../../api/call.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { sessionGate } from '../../api/session-gate.ts';
import { SignInForm } from './sign-in-form.tsx';

/**
 * Asks for a sign-in over the page when the session has ended. What was typed stays where it is, and the requests that found the
 * session lost are made again. It asks for the same person; another one has to begin with a page of their own.
 */
export function SignInOverlay({ person }: { readonly person: Schemas['Self']['person'] }) {
  const goOn = async () => {
    const self = await call('getSelf', {}, { asksForSignIn: false });
    if (self.person.id === person.id) sessionGate.open();
    else location.reload();
  };
  return (
    <Modal
      opened
      onClose={() => {
        // Only a sign-in ends it.
      }}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Sign in again"
      zIndex={1_000}
    >
      <p className="cw-dim">Your session has ended. What you have typed is still there, and goes on after this.</p>
      <SignInForm knownEmail={person.email} onDone={goOn} />
    </Modal>
  );
}
