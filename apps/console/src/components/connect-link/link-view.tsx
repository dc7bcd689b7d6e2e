import { Button, Group, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { CopyButton } from '../values/copy-button.tsx';
import { QrCode } from '../values/qr-code.tsx';
import { TimeText } from '../values/time-text.tsx';
import classes from './link-view.module.css';

/** A link that was just made: to copy, to scan, and as code for a page. */
export function LinkView({
  made,
  onClose,
}: {
  readonly made: Schemas['ConnectSessionCreated'];
  readonly onClose: () => void;
}) {
  const { url, connectSession } = made;
  const snippet = embedCodeOf(url);
  return (
    <Stack>
      <p>
        Send it to the one person who is to connect the bank. It is shown this once, and ends{' '}
        <TimeText instant={connectSession.expiresAt} isReal />.
      </p>
      <div className={classes.link}>
        <span className={classes.text}>{url}</span>
        <CopyButton value={url} label="Copy the link" />
      </div>
      <QrCode text={url} label="The link as a QR code" />
      {connectSession.allowedOrigins.length === 0 ? null : (
        <div className={classes.link}>
          <pre className={`${classes.text} ${classes.snippet}`}>{snippet}</pre>
          <CopyButton value={snippet} label="Copy the code for a page" />
        </div>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}

/** What a page of another site needs to show the link. */
function embedCodeOf(url: string): string {
  const { origin } = new URL(url);
  return `<script src="${origin}/connect.js"></script>\n<script>\n  CausewayConnect.open({ url: '${url}', onSuccess: console.log });\n</script>`;
}
