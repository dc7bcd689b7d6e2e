import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { type SignInOutcome, sendCode, signIn } from '../../api/sign-in.ts';
import { SignInProblem } from './sign-in-problem.tsx';

type Step = 'password' | 'totp' | 'backup';

/** Asks for address and password, and for the code of the second factor where the person has one. */
export function SignInForm({ knownEmail, onDone }: { readonly knownEmail?: string; readonly onDone: () => void }) {
  const [step, setStep] = useState<Step>('password');
  const [email, setEmail] = useState(knownEmail ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  // Known before the page shows it: a second try in the same moment would count towards the lock.
  const isSending = useRef(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    const next = step === 'password' ? await signIn(email, password) : await sendCode(code.replaceAll(/\s/g, ''), step);
    isSending.current = false;
    setBusy(false);
    setOutcome(next);
    if (next.kind === 'signedIn') onDone();
    if (next.kind === 'codeWanted') setStep('totp');
  };
  const turnTo = (next: Step) => {
    setStep(next);
    setCode('');
    setOutcome(null);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <SignInProblem outcome={outcome} isForCode={step !== 'password'} />
        {step === 'password' ? (
          <>
            <TextInput
              label="E-mail address"
              type="email"
              autoComplete="username"
              required
              data-autofocus={knownEmail === undefined || undefined}
              readOnly={knownEmail !== undefined}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              data-autofocus={knownEmail !== undefined || undefined}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </>
        ) : (
          <TextInput
            key={step}
            label={step === 'totp' ? 'Code from your authenticator app' : 'One of your backup codes'}
            description={step === 'totp' ? 'Six digits, which change every half a minute.' : 'Each of them works once.'}
            inputMode={step === 'totp' ? 'numeric' : 'text'}
            autoComplete="one-time-code"
            required
            ref={focus}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button type="submit" loading={isBusy}>
          {step === 'password' ? 'Sign in' : 'Confirm'}
        </Button>
        {step === 'password' ? null : (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => turnTo(step === 'totp' ? 'backup' : 'totp')}
          >
            {step === 'totp' ? 'Use a backup code instead' : 'Use the authenticator app instead'}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}

/** The step is new on the page; the keyboard goes there with it. */
function focus(input: HTMLInputElement | null): void {
  input?.focus();
}
