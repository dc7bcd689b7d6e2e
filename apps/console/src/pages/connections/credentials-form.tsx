import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { termOf } from '../../components/banks/bank-words.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { useLeaveQuestion } from '../../shell/routing/use-leave-question.tsx';

type FieldName = Schemas['CredentialField'];

interface Field {
  readonly name: FieldName;
  readonly required: boolean;
}

const SECRET: ReadonlySet<FieldName> = new Set(['password', 'totpSecret']);
/** Of a bank that does not say what its logins consist of. */
const ANY: readonly Field[] = [
  { name: 'bankCustomerId', required: false },
  { name: 'bankUsername', required: true },
  { name: 'password', required: true },
  { name: 'totpSecret', required: false },
];

/** Takes what the bank has given out. What is left empty stays as it was; nothing that was stored is ever shown. */
export function CredentialsForm({
  connectionId,
  institutionId,
  username = '',
  onDone,
}: {
  readonly connectionId: string;
  readonly institutionId: string | null | undefined;
  /** What the instructions say that the user is to be called. */
  readonly username?: string;
  readonly onDone?: () => void;
}) {
  const first = { bankCustomerId: '', bankUsername: username, password: '', totpSecret: '' };
  const [values, setValues] = useState<Readonly<Record<FieldName, string>>>(first);
  const bank = useRead(
    'getInstitution',
    { path: { institutionId: institutionId ?? '' } },
    { isWanted: institutionId != null },
  );
  const fields: readonly Field[] = bank.data?.credentialFields ?? ANY;
  const put = useAct('putConnectionCredentials', {
    changes: ['getConnection', 'getConnectionHealth', 'listSyncRuns'],
    onDone: () => {
      setValues(first);
      onDone?.();
    },
  });
  const given = fields.filter(({ name }) => values[name] !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ path: { connectionId }, body: Object.fromEntries(given.map(({ name }) => [name, values[name]])) });
  };
  const question = useLeaveQuestion(fields.some(({ name }) => values[name] !== first[name]) && !put.isPending);
  return (
    <form onSubmit={submit} autoComplete="off">
      {question}
      <Stack gap="sm">
        {fields.map(({ name, required }) => {
          const isSecret = SECRET.has(name);
          const Input = isSecret ? PasswordInput : TextInput;
          return (
            <Input
              key={name}
              label={`${termOf(bank.data, name)}${required ? '' : ' (optional)'}`}
              required={required}
              // Nearly all are; those that are not say so.
              withAsterisk={false}
              description={name === 'totpSecret' ? 'Only where the bank asks for codes of an app.' : undefined}
              autoComplete={isSecret ? 'new-password' : 'off'}
              error={findFieldMessage(put.error, name)}
              value={values[name]}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((former) => ({ ...former, [name]: value }));
              }}
            />
          );
        })}
        <ErrorNotice error={put.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={put.isPending}>
            Save the login
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
