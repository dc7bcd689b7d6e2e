import { Anchor, Button } from '@mantine/core';
import { termOf } from '../../components/banks/bank-words.ts';
import type { ConnectState } from '../api/connect-call.ts';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { CallNotice, Notice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { useSubmit } from '../parts/use-submit.ts';
import { useAccent } from '../state/accent-context.ts';
import { Credentials } from './credentials.tsx';
import { Instructions } from './instructions.tsx';
import type { StepProps } from './step-props.ts';

/** From a user at the bank to its login: what to enter there, what the bank answers with, and the first sign-in. */
export function GiveAccess({ connect, state, place }: StepProps) {
  const { institution } = state;
  const bank = institution?.name ?? 'your bank';
  const { view, turnTo } = place;
  if (view === 'start') return <Start connect={connect} state={state} place={place} onLogin={() => turnTo('login')} />;
  if (view === 'login')
    return (
      <>
        <StepTitle
          title={state.isRepair ? `Renew the access at ${bank}` : `Enter the login from ${bank}`}
          lead="That of the user for this connection, not your own. It is stored encrypted and never shown again."
        />
        <FaultNotice state={state} />
        <MissingNotice state={state} />
        <Credentials connect={connect} state={state} place={place} />
        {state.instructions === null ? null : (
          <Anchor component="button" type="button" size="sm" onClick={() => turnTo('instructions')}>
            Show again what to enter at the bank
          </Anchor>
        )}
      </>
    );
  return (
    <>
      <StepTitle
        title={`Set up access at ${bank}`}
        lead="Give us a user of our own that can only read. You do this at your bank; here is what to enter."
      />
      <FaultNotice state={state} />
      <Instructions state={state} onLogin={() => turnTo('login')} />
    </>
  );
}

/** What a login that is stored lacks, under the bank's own names. */
function MissingNotice({ state }: { readonly state: ConnectState }) {
  const { institution, missingFields } = state;
  if (missingFields.length === 0) return null;
  const names = missingFields.map((field) => termOf(institution, field)).join(', ');
  return (
    <Notice tone="wait" title={`The login that is stored lacks: ${names}`}>
      <p>Enter all of it once more. It takes the place of what is stored.</p>
    </Notice>
  );
}

/** The login is there; what is left is the word to begin. */
function Start({ connect, state, onLogin }: StepProps & { readonly onLogin: () => void }) {
  const accent = useAccent();
  const { run, isBusy, error } = useSubmit(() => connect.act((api) => api.completeSetup()));
  const isAgain = state.error !== null;
  return (
    <>
      <StepTitle
        title={isAgain ? 'Try once more?' : 'Ready to sign in'}
        lead={isAgain ? undefined : 'The login is stored. Begin when the user is set up at the bank.'}
      />
      <FaultNotice state={state} />
      <CallNotice error={error} />
      <Button size="md" {...accent} loading={isBusy} onClick={() => run()}>
        {isAgain ? 'Try again' : 'Sign in to the bank'}
      </Button>
      <Anchor component="button" type="button" size="sm" onClick={onLogin}>
        Enter another login
      </Anchor>
    </>
  );
}
