import { Loader } from '@mantine/core';
import classes from '../parts/connect.module.css';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import type { StepProps } from './step-props.ts';

/** The platform works, or waits for the bank. */
export function Waiting({ state }: StepProps) {
  const bank = state.institution?.name ?? 'your bank';
  const isHeldUp = state.error !== null;
  const isAnswered = state.challenge?.status === 'submitted';
  const title = isHeldUp ? `${bank} is not ready` : `Signing in to ${bank}`;
  return (
    <>
      <StepTitle
        title={title}
        lead={
          isAnswered
            ? 'Your code is on its way to the bank.'
            : 'We sign in, look for the accounts and read them. This takes up to a minute or two.'
        }
      />
      {isHeldUp ? <FaultNotice state={state} /> : null}
      <div className={classes.bar} role="status">
        <Loader size="sm" aria-hidden />
        <span>{isHeldUp ? 'Waiting to try again' : 'Working'}</span>
      </div>
    </>
  );
}
