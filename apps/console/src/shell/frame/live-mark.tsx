import type { LiveState } from '../../api/live-follower.ts';
import { useLiveState } from '../../api/live-state.ts';
import classes from './live-mark.module.css';

const LOOKS: Readonly<Record<LiveState, { readonly text: string; readonly tone: 'good' | 'notice' | 'calm' }>> = {
  connecting: { text: 'Connecting', tone: 'calm' },
  live: { text: 'Live updates', tone: 'good' },
  reconnecting: { text: 'Reconnecting', tone: 'notice' },
  paused: { text: 'Updates paused', tone: 'calm' },
  ended: { text: 'Updates now and then', tone: 'notice' },
};

/** Whether the page shows changes as they come. */
export function LiveMark() {
  const { text, tone } = LOOKS[useLiveState()];
  return (
    <div className={classes.mark} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {text}
    </div>
  );
}
