import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { SecretOnce } from './secret-once.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Registers a receiver, then shows its secret this once. */
export function CreateWebhookDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const create = useAct('createWebhook', { changes: ['listWebhooks'] });
  const close = () => {
    onClose();
    create.reset();
  };
  const made = create.data;
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title={made === undefined ? 'Add webhook' : 'Copy the secret now'}
      size="lg"
      holdsSecret={made !== undefined}
    >
      {made === undefined ? (
        <WebhookForm
          action="Add webhook"
          isBusy={create.isPending}
          error={create.error}
          onSubmit={(body) => create.mutate({ body })}
          onCancel={close}
        />
      ) : (
        <SecretOnce secret={made.webhook.secret} onClose={close} />
      )}
    </FormDialog>
  );
}
