import type { ConnectState } from '../api/connect-call.ts';
import classes from './connect.module.css';

const NAMES = ['Bank', 'Access', 'Sign-in', 'Done'] as const;

const ORDER: Readonly<Record<ConnectState['step'], number>> = {
  chooseInstitution: 0,
  createDelegatedUser: 1,
  submitCredentials: 1,
  completeSetup: 1,
  answerMfaChallenge: 2,
  wait: 2,
  askForHelp: 2,
  done: 3,
};

/** How far one is. */
export function Steps({ step }: { readonly step: ConnectState['step'] }) {
  const at = ORDER[step];
  const stateOf = (index: number) => {
    if (index === at) return 'now';
    return index < at ? 'done' : 'later';
  };
  return (
    <ol className={classes.steps} aria-label="Steps">
      {NAMES.map((name, index) => (
        <li key={name} data-state={stateOf(index)} {...(index === at ? { 'aria-current': 'step' } : {})}>
          {name}
          {index < at ? <span className="cw-visually-hidden"> (done)</span> : null}
        </li>
      ))}
    </ol>
  );
}
