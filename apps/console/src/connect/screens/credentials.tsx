import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { findFieldMessage } from '../../api/call-error.ts';
import { termOf } from '../../components/banks/bank-words.ts';
import classes from '../parts/connect.module.css';
import { CallNotice } from '../parts/notice.tsx';
import { useSubmit } from '../parts/use-submit.ts';
import { useAccent } from '../state/accent-context.ts';
import type { StepProps } from './step-props.ts';

type Field = 'bankCustomerId' | 'bankUsername' | 'password' | 'totpSecret';
/** What a bank that is not in the catalog may ask for. */
const ANY: readonly Field[] = ['bankCustomerId', 'bankUsername', 'password', 'totpSecret'];
const OPTIONAL_ANYWHERE: readonly Field[] = ['bankCustomerId', 'totpSecret'];

/** Takes the login. What is secret of it is gone from the page when it is handed over, and a password manager is not asked to: it is no login of the reader's. */
export function Credentials({ connect, state }: StepProps) {
  const { institution, instructions } = state;
  const accent = useAccent();
  const fields: readonly Field[] = institution === null ? ANY : institution.fields;
  const [values, setValues] = useState<Partial<Record<Field, string>>>(() => {
    const typed = fields.map((field) => [field, connect.draft.read(field)]).filter(([, value]) => value !== undefined);
    return { bankUsername: instructions?.username ?? '', ...Object.fromEntries(typed) };
  });
  const { run, isBusy, error } = useSubmit(async () => {
    connect.told('credentials_submitted');
    const given = Object.entries(values).filter(([, value]) => value.trim() !== '');
    const login = Object.fromEntries(
      given.map(([field, value]) => [field, field === 'password' ? value : value.trim()]),
    );
    await connect.act(async (api) => {
      const stored = await api.putCredentials(login);
      connect.draft.dropSecrets();
      return stored.step === 'completeSetup' ? api.completeSetup() : stored;
    });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  const isKnown = fields.some((field) => findFieldMessage(error, field) !== null);
  return (
    <form onSubmit={submit} className={classes.stack} autoComplete="off">
      <CallNotice error={isKnown ? null : error} />
      {fields.map((field) => {
        const isRequired = institution !== null || !OPTIONAL_ANYWHERE.includes(field);
        const props = {
          size: 'md',
          label: `${termOf(institution, field)}${isRequired ? '' : ' (optional)'}`,
          required: isRequired,
          // Nearly all are; those that are not say so.
          withAsterisk: false,
          autoComplete: 'off',
          autoCapitalize: 'none',
          spellCheck: false,
          // Password managers that heed neither form nor field ask for these.
          'data-1p-ignore': true,
          'data-lpignore': 'true',
          maxLength: field === 'password' ? 1_024 : 512,
          value: values[field] ?? '',
          error: findFieldMessage(error, field),
          onChange: (event: { currentTarget: { value: string } }) => {
            const { value } = event.currentTarget;
            setValues((all) => ({ ...all, [field]: value }));
            connect.draft.write(field, value);
          },
        } as const;
        return field === 'password' || field === 'totpSecret' ? (
          <PasswordInput
            key={field}
            {...props}
            visibilityToggleButtonProps={{ 'aria-label': `Show or hide ${props.label}` }}
          />
        ) : (
          <TextInput key={field} {...props} />
        );
      })}
      <Button type="submit" size="md" {...accent} loading={isBusy}>
        Connect
      </Button>
    </form>
  );
}
