import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { CallError } from '../../api/call-error.ts';
import { OtherOrganizations } from '../../shell/tenants/other-organizations.tsx';
import { CopyButton } from '../values/copy-button.tsx';
import { PermissionDenied } from './permission-denied.tsx';
import { StatePanel } from './state-panel.tsx';

/** The server's words for it speak of a key, which nobody at these pages has. */
const MISSING =
  'The address may be mistyped. What it leads to may also have been deleted, or belong to another organization or environment.';

/** What went wrong, mostly in the server's words, with what support asks for and a way to try again. */
export function ErrorState({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  if (error instanceof CallError && error.code === 'insufficient_scope') return <PermissionDenied />;
  const { code, message, requestId } = describe(error);
  const isMissing = code === 'not_found';
  return (
    <StatePanel
      role="alert"
      icon={<IconPlugConnectedX size={24} stroke={1.6} />}
      title={isMissing ? 'There is no such thing here' : 'This could not be loaded'}
      actions={
        onRetry === undefined || isMissing ? undefined : (
          <Button variant="default" onClick={() => onRetry()}>
            Try again
          </Button>
        )
      }
    >
      <div>{isMissing ? MISSING : message}</div>
      {isMissing ? <OtherOrganizations /> : null}
      <div className="cw-tabular">
        <code>{code}</code>
        {requestId === null ? null : (
          <>
            {' · '}
            <code>{requestId}</code> <CopyButton value={requestId} label="Copy the request id" />
          </>
        )}
      </div>
    </StatePanel>
  );
}

function describe(error: unknown): { code: string; message: string; requestId: string | null } {
  if (error instanceof CallError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'page_error', message, requestId: null };
}
