import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';

/** Adds a company. */
export function CreateEntityDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Add entity">
      <Form onClose={onClose} />
    </FormDialog>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const [externalEntityId, setExternalEntityId] = useState('');
  const [name, setName] = useState('');
  const create = useAct('createEntity', { changes: ['listEntities'], onDone: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      body: { externalEntityId: externalEntityId.trim(), name: name.trim() === '' ? null : name.trim() },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Your id"
          description="How your own system calls the company. It is unique, and cannot be changed."
          required
          data-autofocus
          error={findFieldMessage(create.error, 'externalEntityId')}
          value={externalEntityId}
          onChange={(event) => setExternalEntityId(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          error={findFieldMessage(create.error, 'name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ErrorNotice error={create.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={externalEntityId.trim() === ''}>
            Add entity
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
