import type { ReactNode } from 'react';
import { CallError } from '../../api/call-error.ts';
import classes from './connect.module.css';

/** Something that has to be known, read out when it comes. */
export function Notice({
  tone = 'calm',
  title,
  children,
}: {
  readonly tone?: 'calm' | 'wait' | 'bad';
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <p className={classes.noticeTitle}>{title}</p>
      {children}
    </div>
  );
}

/** Why a call failed; nothing where none did. */
export function CallNotice({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const { message, requestId } =
    error instanceof CallError
      ? error
      : { message: 'Something went wrong on this page. Load it again.', requestId: null };
  return (
    <Notice tone="bad" title={message}>
      {requestId === null ? null : <p>Reference for support: {requestId}</p>}
    </Notice>
  );
}
