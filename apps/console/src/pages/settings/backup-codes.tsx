import { Alert, Group } from '@mantine/core';
import { CopyButton } from '../../components/values/copy-button.tsx';

/** The codes, this once. */
export function BackupCodes({ codes }: { readonly codes: readonly string[] }) {
  const text = codes.join('\n');
  return (
    <Alert variant="outline" title="Backup codes">
      Each signs you in once when the app is not at hand. Keep them in a safe place; they are shown only now.
      <Group align="flex-start">
        <pre>{text}</pre>
        <CopyButton value={text} label="Copy the backup codes" />
      </Group>
    </Alert>
  );
}
