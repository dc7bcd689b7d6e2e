import { Button, Group, Stack } from '@mantine/core';
import { encode } from 'uqr';
import type { Schemas } from '../../api/operation-types.ts';
import { CopyButton } from '../values/copy-button.tsx';
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
        <TimeText instant={connectSession.expiresAt} />.
      </p>
      <div className={classes.link}>
        <span className={classes.text}>{url}</span>
        <CopyButton value={url} label="Copy the link" />
      </div>
      <QrCode text={url} />
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

/** A text for the camera of a phone: dark on light in any colours, as cameras want it. */
function QrCode({ text }: { readonly text: string }) {
  const { size, data } = encode(text, { border: 0 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={classes.code} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img">
      <title>The link as a QR code</title>
      <path d={squares.join('')} fill="#17202a" />
    </svg>
  );
}
