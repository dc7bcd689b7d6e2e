import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import classes from '../parts/connect.module.css';
import { StepTitle } from '../parts/step-title.tsx';
import { useAccent } from '../state/accent-context.ts';
import type { StepProps } from './step-props.ts';

/** The bank is connected. */
export function Done({ connect, state }: StepProps) {
  const accent = useAccent();
  const { institution, theme, returnUrl } = state;
  const back = theme.name === null ? 'Go back' : `Back to ${theme.name}`;
  return (
    <>
      <div className={classes.mark}>
        <IconCheck size={28} aria-hidden />
      </div>
      <StepTitle
        title={`${institution?.name ?? 'Your bank'} is connected`}
        lead="Accounts and transactions are read from now on by themselves. You need not do anything else."
      />
      {connect.host.isFramed ? (
        <Button size="md" {...accent} onClick={connect.leave}>
          Close
        </Button>
      ) : returnUrl === null ? (
        <p className={classes.lead}>You can close this page.</p>
      ) : (
        <Button size="md" {...accent} component="a" href={returnUrl} rel="noreferrer">
          {back}
        </Button>
      )}
    </>
  );
}
