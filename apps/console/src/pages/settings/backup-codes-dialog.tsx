import { Button, Group, Stack } from '@mantine/core';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { BackupCodes } from './backup-codes.tsx';
import { PasswordStep } from './password-step.tsx';

/** Asks for the password, then shows the new codes, this once. */
export function BackupCodesDialog({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const make = useAct('makeBackupCodes');
  return (
    <FormDialog isOpen onClose={onClose} title="New backup codes" holdsSecret={make.data !== undefined}>
      {make.data === undefined ? (
        <PasswordStep
          action="Make new codes"
          isBusy={make.isPending}
          error={make.error}
          onSubmit={(password) => make.mutate({ body: { password } })}
          onCancel={onClose}
        >
          The old ones no longer work.
        </PasswordStep>
      ) : (
        <Stack>
          <BackupCodes codes={make.data.backupCodes} />
          <Group justify="flex-end">
            <Button onClick={onClose}>I have kept them</Button>
          </Group>
        </Stack>
      )}
    </FormDialog>
  );
}
