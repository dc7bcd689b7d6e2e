import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { CallError } from '../../api/call-error.ts';
import { CopyButton } from '../values/copy-button.tsx';

/** Why an act failed, beside the button that began it. Nothing when there is no error. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const known = error instanceof CallError ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert color="red" variant="outline" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
      <div>{message}</div>
      {known?.details.filter(addsTo(message)).map((detail) => (
        <div key={`${detail.location} ${detail.field}`}>
          <code>{detail.field}</code> {detail.message}
        </div>
      ))}
      {known === null ? null : (
        <div className="cw-dim">
          <code>{known.code}</code>
          {known.requestId === null ? null : (
            <>
              {' · '}
              <code>{known.requestId}</code> <CopyButton value={known.requestId} label="Copy the request id" />
            </>
          )}
        </div>
      )}
    </Alert>
  );
}

/** A refusal for one reason often says all of it in its message, which its detail would only say again. */
function addsTo(message: string): (detail: CallError['details'][number]) => boolean {
  return (detail) => !message.includes(detail.message);
}
