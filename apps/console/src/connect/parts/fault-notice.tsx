import type { ConnectState } from '../api/connect-call.ts';
import { faultTextOf } from '../state/faults.ts';
import { Notice } from './notice.tsx';

/** What went wrong last, what comes next, and who does it. */
export function FaultNotice({ state }: { readonly state: ConnectState }) {
  const { error, actionRequiredBy } = state;
  if (error === null) return null;
  const text = faultTextOf(error.code);
  return (
    <Notice tone={actionRequiredBy === 'endUser' ? 'bad' : 'wait'} title={text.title}>
      <p>{text.what}</p>
      <p>{text.next}</p>
    </Notice>
  );
}
