import { Button, Group, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { openConnectionOptions } from '../../components/connections/connection-options.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { bodyOf, LoginFields, NO_LOGIN } from './login-fields.tsx';

type Kind = Schemas['FileSourceKind'];
type AfterTaking = Schemas['FileSource']['afterTaking'];
const EMPTY = { path: '', pattern: '', host: '', username: '', hostKeyFingerprint: '', moveTo: '' };
const SSH_PORT = 22;
const AFTER_TAKING: readonly { value: AfterTaking; label: string }[] = [
  { value: 'keep', label: 'Stays where it is' },
  { value: 'move', label: 'Is moved to a folder' },
  { value: 'delete', label: 'Is deleted' },
];

/** Has files fetched from a folder or an SFTP server. */
export function CreateSourceDialog({
  isOpen,
  connections,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly connections: readonly AnyConnection[];
  readonly onClose: () => void;
}) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Add file source" size="lg">
      <Form connections={connections} onClose={onClose} />
    </FormDialog>
  );
}

function Form({
  connections,
  onClose,
}: {
  readonly connections: readonly AnyConnection[];
  readonly onClose: () => void;
}) {
  const options = openConnectionOptions(connections);
  const [connectionId, setConnectionId] = useState(options[0]?.value ?? null);
  const [kind, setKind] = useState<Kind>('folder');
  const [port, setPort] = useState<number | string>(SSH_PORT);
  const [values, setValues] = useState(EMPTY);
  const [login, setLogin] = useState(NO_LOGIN);
  const [afterTaking, setAfterTaking] = useState<AfterTaking>('keep');
  const create = useAct('createFileSource', { changes: ['listFileSources'], onDone: onClose });
  const field = (name: keyof typeof EMPTY) => ({
    value: values[name],
    error: findFieldMessage(create.error, name),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setValues((former) => ({ ...former, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (connectionId === null) return;
    const { path, pattern, moveTo, ...host } = values;
    const server = kind === 'sftp' ? { ...host, port: Number(port), ...bodyOf(login) } : {};
    const taking = afterTaking === 'move' ? { afterTaking, moveTo } : { afterTaking };
    const names = pattern === '' ? {} : { pattern };
    create.mutate({ body: { connectionId, kind, path, ...names, ...taking, ...server } });
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack>
        <SegmentedControl
          aria-label="Kind of source"
          data={[
            { value: 'folder', label: 'Folder of the server' },
            { value: 'sftp', label: 'SFTP server' },
          ]}
          value={kind}
          onChange={(value) => setKind(value === 'sftp' ? 'sftp' : 'folder')}
        />
        <Select
          label="Connection"
          description="To which the files belong."
          required
          error={findFieldMessage(create.error, 'connectionId')}
          data={options}
          value={connectionId}
          allowDeselect={false}
          onChange={setConnectionId}
        />
        <TextInput
          label="Path"
          description={kind === 'folder' ? 'Below the folder of your organization on the server.' : 'On that server.'}
          required
          {...field('path')}
        />
        <TextInput
          label="Pattern of names"
          description="Such as *.xml; empty takes every file."
          {...field('pattern')}
        />
        <Group grow align="flex-start">
          <Select
            label="A file that was taken"
            data={AFTER_TAKING}
            value={afterTaking}
            allowDeselect={false}
            onChange={(value) => setAfterTaking(AFTER_TAKING.find((each) => each.value === value)?.value ?? 'keep')}
          />
          {afterTaking === 'move' ? <TextInput label="Folder to move it to" required {...field('moveTo')} /> : null}
        </Group>
        {kind === 'sftp' ? (
          <>
            <Group grow align="flex-start">
              <TextInput label="Host" required {...field('host')} />
              <NumberInput
                label="Port"
                min={1}
                max={65_535}
                error={findFieldMessage(create.error, 'port')}
                value={port}
                onChange={setPort}
              />
            </Group>
            <TextInput label="User name" required autoComplete="off" {...field('username')} />
            <LoginFields login={login} onChange={setLogin} error={create.error} />
            <TextInput
              label="Fingerprint of the host key"
              description="SHA256:… as the bank tells it. No login is sent to a server with another one."
              required
              {...field('hostKeyFingerprint')}
            />
          </>
        ) : null}
        <ErrorNotice error={create.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={values.path === '' || connectionId === null}>
            Add source
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
