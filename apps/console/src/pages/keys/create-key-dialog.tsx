import { Alert, Button, Checkbox, Code, Group, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { MEANINGS, SCOPES } from './key-scopes.ts';

const DEFAULT_DAYS = 90;

/** Makes a key, then shows it this once. */
export function CreateKeyDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const create = useAct('createApiKey', { changes: ['listApiKeys'] });
  const close = () => {
    onClose();
    create.reset();
  };
  const made = create.data;
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title={made === undefined ? 'Create API key' : 'Copy the key now'}
      size="lg"
      holdsSecret={made !== undefined}
    >
      {made === undefined ? (
        <KeyForm
          isBusy={create.isPending}
          error={create.error}
          onSubmit={(body) => create.mutate({ body })}
          onCancel={close}
        />
      ) : (
        <Stack>
          <Alert variant="outline" title="It is shown only now">
            Only a hash of it is kept. Whoever has it can do with your data what it may.
          </Alert>
          <Group wrap="nowrap" align="center">
            <Code block flex={1} aria-label="The key">
              {made.key}
            </Code>
            <CopyButton value={made.key} label="Copy the key" />
          </Group>
          <Group justify="flex-end">
            <Button onClick={close}>I have copied it</Button>
          </Group>
        </Stack>
      )}
    </FormDialog>
  );
}

function KeyForm({
  isBusy,
  error,
  onSubmit,
  onCancel,
}: {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: (body: Schemas['CreateApiKeyRequest']) => void;
  readonly onCancel: () => void;
}) {
  const { can } = useTenancy();
  const offered = SCOPES.filter((scope) => can(scope));
  const [name, setName] = useState('');
  const [days, setDays] = useState<number | string>(DEFAULT_DAYS);
  const [scopes, setScopes] = useState<readonly string[]>(offered.filter((scope) => scope.endsWith(':read')));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = offered.filter((scope) => scopes.includes(scope));
    onSubmit({ name, scopes: chosen, lifetimeDays: Number(days) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          description="What the key is for, so that you know it again."
          required
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label="Days until it ends"
          required
          min={1}
          max={3660}
          allowDecimal={false}
          value={days}
          onChange={setDays}
        />
        <Checkbox.Group label="What it may do" value={[...scopes]} onChange={setScopes}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
            {offered.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} description={MEANINGS[scope]} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={scopes.length === 0}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
