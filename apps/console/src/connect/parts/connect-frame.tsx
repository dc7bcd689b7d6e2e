import { CloseButton } from '@mantine/core';
import { type ReactNode, use, useEffect, useRef } from 'react';
import type { ConnectState } from '../api/connect-call.ts';
import { AccentContext } from '../state/accent-context.ts';
import classes from './connect.module.css';
import { Steps } from './steps.tsx';

/** What stands around each step: whose pages these are, how far one is, and that it is safe to leave. */
export function ConnectFrame({
  state,
  isFramed,
  onClose,
  children,
}: {
  readonly state: ConnectState | null;
  readonly isFramed: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const accent = use(AccentContext);
  const shell = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // By script, since the policy of these pages lets no style attribute through.
    if (accent === null) shell.current?.style.removeProperty('--connect-accent');
    else shell.current?.style.setProperty('--connect-accent', accent);
  }, [accent]);
  const { name, logo } = state?.theme ?? { name: null, logo: null };
  return (
    <div ref={shell} className={`${classes.shell} ${isFramed ? classes.framed : ''}`}>
      {name === null && logo === null && !isFramed ? (
        <div />
      ) : (
        <header className={classes.bar}>
          {logo === null ? null : <img className={classes.logo} src={logo} alt={name === null ? 'Logo' : ''} />}
          <span className={classes.name}>{name ?? ''}</span>
          {isFramed ? <CloseButton aria-label="Close" onClick={onClose} /> : null}
        </header>
      )}
      <main className={classes.card}>
        {state === null ? null : <Steps step={state.step} />}
        <div className={`${classes.panel} ${classes.stack}`}>{children}</div>
      </main>
      <footer className={classes.foot}>
        {state?.environment === 'test' ? <p>Test environment: these banks are simulated.</p> : null}
        {state === null || state.step === 'done' ? null : (
          <p>You can leave this page at any time and go on later with the same link.</p>
        )}
      </footer>
    </div>
  );
}
