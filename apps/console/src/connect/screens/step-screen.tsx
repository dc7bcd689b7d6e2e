import { CallNotice } from '../parts/notice.tsx';
import { usePlace } from '../state/use-place.ts';
import { AnswerChallenge } from './answer-challenge.tsx';
import { AskForHelp } from './ask-for-help.tsx';
import { BankChosen } from './bank-chosen.tsx';
import { ChooseBank } from './choose-bank.tsx';
import { Done } from './done.tsx';
import { GiveAccess } from './give-access.tsx';
import type { StepProps } from './step-props.ts';
import { Waiting } from './waiting.tsx';

const SCREENS = {
  chooseInstitution: ChooseBank,
  createDelegatedUser: GiveAccess,
  submitCredentials: GiveAccess,
  completeSetup: GiveAccess,
  answerMfaChallenge: AnswerChallenge,
  wait: Waiting,
  askForHelp: AskForHelp,
  done: Done,
} as const;

/** The step that comes next, or where the reader has gone back to. */
export function StepScreen({ connect, state }: Omit<StepProps, 'place'>) {
  const place = usePlace(state.step);
  const Screen = place.view === 'chosen' ? BankChosen : SCREENS[state.step];
  return (
    <>
      <CallNotice error={connect.trouble} />
      <Screen connect={connect} state={state} place={place} />
    </>
  );
}
