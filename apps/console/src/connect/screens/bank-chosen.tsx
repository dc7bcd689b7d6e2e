import { Button } from '@mantine/core';
import { StepTitle } from '../parts/step-title.tsx';
import { useAccent } from '../state/accent-context.ts';
import type { StepProps } from './step-props.ts';

/** Where the list was, once a bank is chosen. */
export function BankChosen({ state, place }: StepProps) {
  const accent = useAccent();
  const bank = state.institution?.name ?? 'Your bank';
  const who = state.theme.name ?? 'whoever sent you this link';
  return (
    <>
      <StepTitle
        title={`${bank} is chosen`}
        lead={`A link is good for one bank, so the choice stays. To connect another one, ask ${who} for another link.`}
      />
      <Button size="md" {...accent} onClick={() => place.turnTo(null)}>
        Go on with {state.institution?.name ?? 'your bank'}
      </Button>
    </>
  );
}
