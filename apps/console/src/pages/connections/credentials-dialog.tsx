import type { AnyConnection } from '../../components/connections/connection.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { CredentialsForm } from './credentials-form.tsx';

/** Hands over another login of a connection that is there already. */
export function CredentialsDialog({
  connection,
  isOpen,
  onClose,
}: {
  readonly connection: AnyConnection;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Login of the delegated user">
      <CredentialsForm
        connectionId={connection.id}
        institutionId={connection.institutionId}
        {...(connection.kind === 'setup' ? { username: connection.setup.instructions.username } : {})}
        onDone={onClose}
      />
    </FormDialog>
  );
}
