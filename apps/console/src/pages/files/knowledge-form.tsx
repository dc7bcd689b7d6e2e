import { Button, Checkbox, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { accountOptions } from '../../components/accounts/account-label.ts';
import { DATE_ORDERS, NEW_PROFILE } from './csv-layout.ts';
import { CsvLayoutFields } from './csv-layout-fields.tsx';

type Knowledge = Schemas['FileKnowledge'];
const MOST = 200;

/** What a person knows of a file and the file does not say. */
export function KnowledgeForm({
  connectionId,
  initial,
  action,
  isBusy,
  error,
  onSubmit,
  extra,
}: {
  readonly connectionId: string;
  readonly initial: Knowledge;
  readonly action: string;
  readonly isBusy: boolean;
  /** Why the last try was refused; what is about a field is shown there. */
  readonly error: unknown;
  readonly onSubmit: (knowledge: Knowledge) => void;
  readonly extra?: ReactNode;
}) {
  const [known, setKnown] = useState(initial);
  const accounts = useReadPages('listAccounts', { query: { connectionId, limit: MOST } });
  const change = (changes: Knowledge) => setKnown((former) => ({ ...former, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(known);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <Select
            label="Account"
            description="For files that name none."
            error={findFieldMessage(error, 'accountId')}
            placeholder="As the file says"
            clearable
            data={accountOptions(accounts.items as readonly Schemas['Account'][])} // Without `fields` every item is whole.
            value={known.accountId ?? null}
            onChange={(accountId) => change({ accountId })}
          />
          <TextInput
            label="Account number"
            description="Of an account that is not known here yet."
            error={findFieldMessage(error, 'accountNumber')}
            maxLength={64}
            value={known.accountNumber ?? ''}
            onChange={(event) => change({ accountNumber: emptyToNull(event.currentTarget.value) })}
          />
          <TextInput
            label="Currency"
            description="Three letters, such as EUR."
            error={findFieldMessage(error, 'currency')}
            maxLength={3}
            value={known.currency ?? ''}
            onChange={(event) => change({ currency: emptyToNull(event.currentTarget.value.toUpperCase()) })}
          />
          <Select
            label="Order of dates"
            description="Where the file does not show it."
            error={findFieldMessage(error, 'dateOrder')}
            placeholder="As the file shows"
            clearable
            data={[...DATE_ORDERS]}
            value={known.dateOrder ?? null}
            onChange={(value) => change({ dateOrder: DATE_ORDERS.find((each) => each.value === value)?.value ?? null })}
          />
        </SimpleGrid>
        <Checkbox
          label="Refuse what has warnings, such as totals that do not add up"
          checked={known.isStrict ?? false}
          onChange={(event) => change({ isStrict: event.currentTarget.checked })}
        />
        <Checkbox
          label="Take the entries before the damage of a damaged file"
          checked={known.takesDamaged ?? false}
          onChange={(event) => change({ takesDamaged: event.currentTarget.checked })}
        />
        <Checkbox
          label="Take accounts that are known to belong to another entity"
          checked={known.takesForeign ?? false}
          onChange={(event) => change({ takesForeign: event.currentTarget.checked })}
        />
        <Checkbox
          label="Say how CSV files are built"
          description="Where the layout is not found from the content, or not surely."
          checked={known.csvProfile != null}
          onChange={(event) => change({ csvProfile: event.currentTarget.checked ? NEW_PROFILE : null })}
        />
        {known.csvProfile == null ? null : (
          <CsvLayoutFields
            profile={known.csvProfile}
            onChange={(csvProfile) => change({ csvProfile })}
            error={findFieldMessage(error, 'csvProfile')}
          />
        )}
        <Group justify="flex-end">
          {extra}
          <Button type="submit" loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function emptyToNull(text: string): string | null {
  return text === '' ? null : text;
}
