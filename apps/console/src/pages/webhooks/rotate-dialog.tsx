import { Button, Group, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { FormDialog } from '../../components/dialogs/form-dialog.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { SecretOnce } from './secret-once.tsx';

const OVERLAPS = [
  { value: '0', label: 'None: the old secret ends now' },
  { value: '3600', label: 'One hour' },
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'One week' },
];
const DEFAULT_OVERLAP = '86400';

/** Makes a new secret. During the overlap deliveries carry the signatures of both. */
export function RotateDialog({
  webhookId,
  isOpen,
  onClose,
}: {
  readonly webhookId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const [overlap, setOverlap] = useState(DEFAULT_OVERLAP);
  const rotate = useAct('rotateWebhookSecret', { changes: ['getWebhook', 'listWebhooks'] });
  const close = () => {
    onClose();
    rotate.reset();
  };
  const made = rotate.data;
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title={made === undefined ? 'Rotate the secret' : 'Copy the new secret now'}
      holdsSecret={made !== undefined}
    >
      {made === undefined ? (
        <Stack>
          <Select
            label="Overlap"
            description="For this long every delivery is signed with both secrets, so that your program can change over without a gap."
            data={OVERLAPS}
            value={overlap}
            allowDeselect={false}
            onChange={(value) => setOverlap(value ?? DEFAULT_OVERLAP)}
          />
          <ErrorNotice error={rotate.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              loading={rotate.isPending}
              onClick={() => rotate.mutate({ path: { webhookId }, body: { overlapSeconds: Number(overlap) } })}
            >
              Make a new secret
            </Button>
          </Group>
        </Stack>
      ) : (
        <SecretOnce secret={made.webhook.secret} onClose={close}>
          <p>
            {made.previousSecretExpiresAt === null ? (
              'The old secret has ended.'
            ) : (
              <>
                The old secret ends <TimeText instant={made.previousSecretExpiresAt} isAbsolute />.
              </>
            )}
          </p>
        </SecretOnce>
      )}
    </FormDialog>
  );
}
