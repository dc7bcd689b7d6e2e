import { Button, FileButton, Group, PasswordInput, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { findFieldMessage } from '../../api/call-error.ts';

/** How a source signs in at an SFTP server. Nothing that was stored comes back, so every form begins empty. */
export interface SourceLogin {
  readonly kind: 'password' | 'privateKey';
  readonly password: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

export const NO_LOGIN: SourceLogin = { kind: 'password', password: '', privateKey: '', passphrase: '' };

/** The part of a login that is sent: that of the chosen kind, without what was left empty. */
export function bodyOf({ kind, password, privateKey, passphrase }: SourceLogin) {
  if (kind === 'password') return password === '' ? {} : { password };
  if (privateKey === '') return {};
  return passphrase === '' ? { privateKey } : { privateKey, passphrase };
}

/** Asks for a password, or for a private key with its passphrase. */
export function LoginFields({
  login,
  onChange,
  error,
}: {
  readonly login: SourceLogin;
  readonly onChange: (login: SourceLogin) => void;
  readonly error: unknown;
}) {
  const change = (changes: Partial<SourceLogin>) => onChange({ ...login, ...changes });
  const takeFile = async (file: File | null) => {
    if (file !== null) change({ privateKey: await file.text() });
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Kind of login"
        data={[
          { value: 'password', label: 'Password' },
          { value: 'privateKey', label: 'Private key' },
        ]}
        value={login.kind}
        onChange={(kind) => change({ kind: kind === 'privateKey' ? 'privateKey' : 'password' })}
      />
      {login.kind === 'password' ? (
        <PasswordInput
          label="Password"
          required
          autoComplete="new-password"
          error={findFieldMessage(error, 'password')}
          value={login.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
      ) : (
        <>
          <Textarea
            label="Private key"
            description="OpenSSH or PEM text, with its first and last line. It is stored sealed and never shown again."
            required
            rows={6}
            autoComplete="off"
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            error={findFieldMessage(error, 'privateKey')}
            value={login.privateKey}
            onChange={(event) => change({ privateKey: event.currentTarget.value })}
          />
          <Group>
            <FileButton onChange={takeFile}>
              {(props) => (
                <Button {...props} variant="default" size="xs">
                  Take the key from a file
                </Button>
              )}
            </FileButton>
          </Group>
          <PasswordInput
            label="Passphrase of the key"
            description="Only where the key has one."
            autoComplete="new-password"
            error={findFieldMessage(error, 'passphrase')}
            value={login.passphrase}
            onChange={(event) => change({ passphrase: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  );
}
