import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { type Entity, entityName } from '../../components/entities/entity-name.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';

/** Changes who is asked about a company's banks, the only part of it that can be changed. */
export function EditEntityDialog({ entity, onClose }: { readonly entity: Entity; readonly onClose: () => void }) {
  useReturnFocus();
  const [emails, setEmails] = useState<string[]>(entity.contactEmails);
  const update = useAct('updateEntity', { changes: ['listEntities', 'getEntity'], onDone: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ path: { entityId: entity.entityId }, body: { contactEmails: emails } });
  };
  return (
    <FormDialog isOpen onClose={onClose} title={`Contacts of ${entityName(entity)}`}>
      <form onSubmit={submit}>
        <Stack>
          <TagsInput
            label="E-mail addresses"
            description="Enter adds one. Who of the company is asked when its banks need a person."
            data-autofocus
            acceptValueOnBlur
            value={emails}
            onChange={setEmails}
          />
          <ErrorNotice error={update.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </FormDialog>
  );
}
