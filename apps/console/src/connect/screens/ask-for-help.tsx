import { Notice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { faultTextOf } from '../state/faults.ts';
import type { StepProps } from './step-props.ts';

/** Only somebody else can go on. */
export function AskForHelp({ state }: StepProps) {
  const { error, actionRequiredBy, theme } = state;
  const who = theme.name ?? 'whoever sent you this link';
  if (error !== null && actionRequiredBy === 'platform') {
    const text = faultTextOf(error.code);
    return (
      <>
        <StepTitle title={text.title} lead={text.what} />
        <Notice tone="wait" title={text.next} />
      </>
    );
  }
  return (
    <>
      <StepTitle title="This connection is on hold" lead={`You cannot go on here. Ask ${who} to resume it.`} />
      <Notice tone="wait" title="Nothing is lost: what you have entered at the bank stays there." />
    </>
  );
}
