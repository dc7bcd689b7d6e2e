import { Button, Code, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { QrCode } from '../../components/values/qr-code.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { PasswordStep } from './password-step.tsx';

/** Password, then the app and a code of it, then the backup codes. */
export function EnableTwoFactorDialog({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const enable = useAct('enableTwoFactor');
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Set up one-time codes"
      size="lg"
      holdsSecret={enable.data !== undefined}
    >
      {enable.data === undefined ? (
        <PasswordStep
          action="Go on"
          isBusy={enable.isPending}
          error={enable.error}
          onSubmit={(password) => enable.mutate({ body: { password } })}
          onCancel={onClose}
        >
          You need an authenticator app, such as the one of your phone or password manager.
        </PasswordStep>
      ) : (
        <CodeStep secret={enable.data} onClose={onClose} />
      )}
    </FormDialog>
  );
}

function CodeStep({ secret, onClose }: { readonly secret: Schemas['TwoFactorSecret']; readonly onClose: () => void }) {
  const [code, setCode] = useState('');
  // Only now does signing in ask for codes; whoever stops before has changed nothing.
  const confirm = useAct('confirmTwoFactor', { changes: ['getSelf', 'listMembers', 'listSessions'], onDone: onClose });
  const wrong = findFieldMessage(confirm.error, 'code');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate({ body: { code } });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <div>Take this picture with the app, or type the secret into it.</div>
        <QrCode text={secret.totpUri} label="Picture of the secret for the authenticator app" />
        <Code block>{new URL(secret.totpUri).searchParams.get('secret')}</Code>
        <BackupCodes codes={secret.backupCodes} />
        <TextInput
          label="Code that the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          error={wrong === null ? undefined : 'This is not what the app shows now'}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {wrong === null ? <ErrorNotice error={confirm.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            Switch on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
