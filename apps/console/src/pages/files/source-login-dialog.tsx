import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { bodyOf, LoginFields, NO_LOGIN } from './login-fields.tsx';

/** Gives a source another login, or another host key to expect. What is left empty stays as it is. */
export function SourceLoginDialog({
  source,
  onClose,
}: {
  readonly source: Schemas['FileSource'];
  readonly onClose: () => void;
}) {
  useReturnFocus();
  const [login, setLogin] = useState(NO_LOGIN);
  const [fingerprint, setFingerprint] = useState(source.hostKeyFingerprint ?? '');
  const update = useAct('updateFileSource', { changes: ['listFileSources'], onDone: onClose });
  const isNewKey = fingerprint !== '' && fingerprint !== source.hostKeyFingerprint;
  const body = { ...bodyOf(login), ...(isNewKey ? { hostKeyFingerprint: fingerprint } : {}) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ path: { fileSourceId: source.id }, body });
  };
  return (
    <FormDialog isOpen onClose={onClose} title="Login of the source" size="lg">
      {/* What is stored stays without being typed again, so that no field has to be filled. */}
      <form onSubmit={submit} autoComplete="off" noValidate>
        <Stack>
          <p className="cw-dim">
            The login of <strong>{source.username}</strong> at {source.host}. A source that had stopped is asked again.
          </p>
          <LoginFields login={login} onChange={setLogin} error={update.error} />
          <TextInput
            label="Fingerprint of the host key"
            description="Change it only when the bank has announced another key."
            error={findFieldMessage(update.error, 'hostKeyFingerprint')}
            value={fingerprint}
            onChange={(event) => setFingerprint(event.currentTarget.value.trim())}
          />
          <ErrorNotice error={update.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.isPending} disabled={Object.keys(body).length === 0}>
              Save the login
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
