import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { termOf } from '../../components/banks/bank-words.ts';
import { findCodeFault } from '../../components/banks/code-fault.ts';
import { isCodeReadForUser } from '../../components/banks/code-ways.ts';
import { formatRemaining, useRemainingMs } from '../../components/values/remaining.ts';
import classes from '../parts/connect.module.css';
import { CallNotice, Notice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { useSubmit } from '../parts/use-submit.ts';
import { useAccent } from '../state/accent-context.ts';
import type { StepProps } from './step-props.ts';
import { Waiting } from './waiting.tsx';

const WHERE = {
  smsCode: 'It comes as a text message',
  emailCode: 'It comes by e-mail',
  totpCode: 'The authenticator app shows it',
  deviceToken: 'The device of the bank shows it',
  pushApproval: 'Approve it in the app of the bank',
  securityQuestion: 'The bank asks a question',
} as const;

/** The bank's question, while there is time to answer it. */
export function AnswerChallenge({ connect, state, place }: StepProps) {
  const { challenge, institution, instructions } = state;
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const accent = useAccent();
  const { run, isBusy, error } = useSubmit(async () => {
    await connect.act((api) => api.answer(code.trim()));
    setCode('');
  });
  if (challenge === null || challenge.status === 'submitted')
    return <Waiting connect={connect} state={state} place={place} />;
  const { type, destinationMasked, prompt, expiresAt, codeDigits } = challenge;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = findCodeFault(code, codeDigits);
    setFault(found);
    if (found === null) run();
  };
  const told = fault ?? findFieldMessage(error, 'code');
  const where = destinationMasked === null ? '' : ` to ${destinationMasked}`;
  return (
    <>
      <StepTitle title={`${institution?.name ?? 'The bank'} asks for a code`} lead={`${WHERE[type]}${where}.`} />
      {prompt === null ? null : (
        <Notice title="The bank says">
          <p>{prompt}</p>
        </Notice>
      )}
      {instructions !== null && isCodeReadForUser(challenge, instructions) ? (
        <Notice title="This code comes to us. There is nothing to do">
          <p>This page goes on by itself when it is here. Enter a code only if one came to you.</p>
        </Notice>
      ) : null}
      <CallNotice error={told === null ? error : null} />
      {type === 'pushApproval' ? (
        <TimeLeft key={challenge.id} until={expiresAt} />
      ) : (
        <form onSubmit={submit} className={classes.stack}>
          <TextInput
            key={challenge.id}
            size="md"
            label={termOf(institution, 'code')}
            className={classes.code}
            inputMode={type === 'securityQuestion' ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            maxLength={256}
            value={code}
            error={told}
            onChange={(event) => {
              setCode(event.currentTarget.value);
              setFault(null);
            }}
          />
          <TimeLeft key={challenge.id} until={expiresAt} />
          <Button type="submit" size="md" {...accent} loading={isBusy}>
            Confirm
          </Button>
        </form>
      )}
    </>
  );
}

const SECOND_MS = 1_000;
/** What is left is read out at these moments only: a clock that speaks each second drowns out everything else. */
const SAID_SECONDS: readonly number[] = [120, 60, 30, 10];

function TimeLeft({ until }: { readonly until: string }) {
  const remainingMs = useRemainingMs(until);
  const seconds = Math.ceil(remainingMs / SECOND_MS);
  const text = seconds === 0 ? 'The time is over.' : `${formatRemaining(remainingMs)} left`;
  return (
    <>
      <p className={`${classes.lead} cw-tabular`} role="timer">
        {text}
      </p>
      <p className="cw-visually-hidden" role="status">
        {SAID_SECONDS.includes(seconds) ? `${seconds} seconds left` : ''}
      </p>
    </>
  );
}
