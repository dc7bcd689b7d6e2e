import { useComputedColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { ConnectFrame } from './parts/connect-frame.tsx';
import { Ended } from './screens/ended.tsx';
import { Loading } from './screens/loading.tsx';
import { StepScreen } from './screens/step-screen.tsx';
import { accentOf } from './state/accent.ts';
import { AccentContext } from './state/accent-context.ts';
import type { ConnectLink } from './state/link.ts';
import { useConnect } from './state/use-connect.ts';

/** The pages of one link: what comes next, until the bank is connected. */
export function ConnectApp({ link }: { readonly link: ConnectLink }) {
  const connect = useConnect(link);
  const { state, ended, trouble, leave, host } = connect;
  const scheme = useComputedColorScheme('light');
  const color = state?.theme.color ?? null;
  useEffect(() => {
    if (!host.isFramed) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) leave();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [host, leave]);
  return (
    <AccentContext value={color === null ? null : accentOf(color, scheme)}>
      <ConnectFrame state={ended === null ? state : null} isFramed={host.isFramed} onClose={leave}>
        {ended !== null ? (
          <Ended error={ended} />
        ) : state === null ? (
          <Loading trouble={trouble} />
        ) : (
          <StepScreen connect={connect} state={state} />
        )}
      </ConnectFrame>
    </AccentContext>
  );
}
