import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { FormDialog } from '../dialogs/form-dialog.tsx';
import { useReturnFocus } from '../dialogs/use-return-focus.ts';
import { entityOptions } from '../entities/entity-name.ts';
import { ErrorNotice } from '../states/error-notice.tsx';
import { LinkView } from './link-view.tsx';
import { OpenLinks } from './open-links.tsx';

const ENTITIES = 200;
const LIFETIMES = [
  { value: '3600', label: '1 hour' },
  { value: '14400', label: '4 hours' },
  { value: '86400', label: '1 day' },
];

/** Asks for whom a Connect link is and how long it holds, and shows it this once. */
export default function ConnectLinkDialog({
  entityId,
  connectionId,
  onClose,
}: {
  readonly entityId?: string;
  readonly connectionId?: string;
  readonly onClose: () => void;
}) {
  useReturnFocus();
  const [made, setMade] = useState<Schemas['ConnectSessionCreated'] | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(entityId ?? null);
  const [lifetime, setLifetime] = useState('3600');
  const [origin, setOrigin] = useState('');
  const entities = useRead('listEntities', { query: { limit: ENTITIES } });
  const create = useAct('createConnectSession', { changes: ['listConnectSessions'], onDone: setMade });
  const known = entities.data?.data ?? [];
  const entity = known.find((each) => each.entityId === chosenId) ?? known.find((each) => each.isDefaultOrgEntity);
  const ownerId = entityId ?? entity?.entityId;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ownerId === undefined) return;
    const allowedOrigins = origin.trim() === '' ? [] : [origin.trim().replace(/\/+$/, '')];
    create.mutate({
      body: {
        entityId: ownerId,
        lifetimeSeconds: Number(lifetime),
        allowedOrigins,
        ...(connectionId === undefined ? {} : { connectionId }),
      },
    });
  };
  const originProblem = findFieldMessage(create.error, 'allowedOrigins.0');
  return (
    <FormDialog isOpen onClose={onClose} title="A link to connect a bank" size="lg" holdsSecret={made !== null}>
      {made === null ? (
        <form onSubmit={submit}>
          <Stack>
            <p className="cw-dim">
              Whoever has the link can connect one bank, without an account and without a key. It shows no balances and
              no transactions.
            </p>
            {entityId === undefined && known.length > 1 ? (
              <Select
                label="For the entity"
                data={entityOptions(known)}
                value={entity?.entityId ?? null}
                allowDeselect={false}
                onChange={setChosenId}
              />
            ) : null}
            <Select
              label="Good for"
              data={LIFETIMES}
              value={lifetime}
              allowDeselect={false}
              onChange={(value) => setLifetime(value ?? '3600')}
            />
            <TextInput
              label="Site that may embed it (optional)"
              placeholder="https://app.example.com"
              value={origin}
              error={originProblem}
              onChange={(event) => setOrigin(event.currentTarget.value)}
            />
            <ErrorNotice error={entities.error ?? (originProblem === null ? create.error : null)} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending} disabled={ownerId === undefined}>
                Make the link
              </Button>
            </Group>
            <OpenLinks
              of={{
                ...(entityId === undefined ? {} : { entityId }),
                ...(connectionId === undefined ? {} : { connectionId }),
              }}
              entities={known}
            />
          </Stack>
        </form>
      ) : (
        <LinkView made={made} onClose={onClose} />
      )}
    </FormDialog>
  );
}
