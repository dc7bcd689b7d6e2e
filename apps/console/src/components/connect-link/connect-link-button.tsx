import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';

const ConnectLinkDialog = lazy(() => import('./connect-link-dialog.tsx'));

/** Makes a link by which somebody else connects a bank, or repairs this connection. For those who may change connections. */
export function ConnectLinkButton({
  entityId,
  connectionId,
  label = 'Send a link instead',
}: {
  /** Whose bank is connected; asked for when left out. */
  readonly entityId?: string;
  /** The connection to set up or to repair; a new one when left out. */
  readonly connectionId?: string;
  readonly label?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconLink size={16} />} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen ? (
        <Suspense>
          <ConnectLinkDialog
            {...(entityId === undefined ? {} : { entityId })}
            {...(connectionId === undefined ? {} : { connectionId })}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
