import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { useReturnFocus } from '../../components/dialogs/use-return-focus.ts';
import { PasswordStep } from './password-step.tsx';

/** Asks for the password, as a session that somebody left open must not be enough. */
export function DisableTwoFactorDialog({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const disable = useAct('disableTwoFactor', { changes: ['getSelf', 'listMembers', 'listSessions'], onDone: onClose });
  return (
    <FormDialog isOpen onClose={onClose} title="Switch one-time codes off">
      <PasswordStep
        action="Switch off"
        isBusy={disable.isPending}
        error={disable.error}
        onSubmit={(password) => disable.mutate({ body: { password } })}
        onCancel={onClose}
      >
        Signing in asks for your password alone from then on.
      </PasswordStep>
    </FormDialog>
  );
}
