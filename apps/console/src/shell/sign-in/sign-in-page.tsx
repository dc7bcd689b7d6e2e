import { useEffect } from 'react';
import { setPageTitle } from '../../components/layout/page-title.ts';
import { DoorPage } from './door-page.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** What people see who are not signed in. */
export function SignInPage({ onDone }: { readonly onDone: () => void }) {
  useEffect(() => setPageTitle('Sign in'), []);
  return (
    <DoorPage title="Sign in">
      <SignInForm onDone={onDone} />
    </DoorPage>
  );
}
