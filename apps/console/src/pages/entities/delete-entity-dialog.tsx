import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useReadPages } from '../../api/use-read.ts';
import { nameOf } from '../../components/connections/connection.ts';
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { type Entity, entityName } from '../../components/entities/entity-name.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

const CONNECTIONS = 500;

/** Asks before a company goes, and says what goes with it. Its id has to be typed, for nothing brings it back. */
export function DeleteEntityDialog({ entity, onClose }: { readonly entity: Entity; readonly onClose: () => void }) {
  useReturnFocus();
  const { environment } = useTenancy();
  const [typed, setTyped] = useState('');
  const remove = useAct('deleteEntity', {
    changes: ['listEntities', 'listConnections', 'listAccounts', 'listTransactions'],
    onDone: onClose,
  });
  const { items } = useReadPages('listConnections', { query: { limit: CONNECTIONS } });
  const taken = items.filter(({ entityId }) => entityId === entity.entityId);
  const isSure = typed === entity.externalEntityId;
  return (
    <ConfirmDialog
      isOpen
      title={`Delete ${entityName(entity)}?`}
      action="Delete entity"
      onConfirm={() => {
        if (isSure) remove.mutate({ path: { entityId: entity.entityId } });
      }}
      onClose={onClose}
      isBusy={remove.isPending}
      error={remove.error}
    >
      <p>
        Its connections, accounts and transactions go with it, live and test. Readers of the stream hear that every
        transaction was removed. It cannot be taken back.
      </p>
      <p>
        {taken.length === 0
          ? `It has no connections with ${environment} data.`
          : `Connections with ${environment} data that go: ${taken.map((each) => nameOf(each)).join(', ')}.`}
      </p>
      <TextInput
        label={`Type ${entity.externalEntityId} to confirm`}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
