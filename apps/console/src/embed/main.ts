/** What the pages of a link tell; docs/connect.md lists the events. */
interface ConnectEvent {
  readonly type: string;
  readonly connectionId?: string | null;
  readonly institutionId?: string | null;
  readonly errorCode?: string;
}

interface OpenOptions {
  /** The link, whole, as the API has given it. */
  readonly url: string;
  /** Element to show the pages in; over the page when left out. */
  readonly container?: Element;
  readonly onEvent?: (event: ConnectEvent) => void;
  readonly onSuccess?: (event: ConnectEvent) => void;
  readonly onExit?: (event: ConnectEvent) => void;
}

const MARK = 'causeway-connect';
const TITLE = 'Connect a bank';

/** Shows the pages of a Connect link over the page, or in an element of it. */
function open({ url, container, onEvent, onSuccess, onExit }: OpenOptions): { close(): void } {
  const address = new URL(url);
  if (!/^https?:$/.test(address.protocol) || !address.hash.startsWith('#wcs_'))
    throw new TypeError('url must be the whole Connect link, with what stands behind #');
  const { origin } = address;
  // Behind the token, where no server sees it either.
  address.hash += `&${new URLSearchParams({ origin: location.origin })}`;

  const frame = document.createElement('iframe');
  frame.title = TITLE;
  frame.referrerPolicy = 'no-referrer';
  frame.allow = 'clipboard-write';
  frame.src = address.href;
  Object.assign(frame.style, { border: '0', width: '100%', height: '100%', display: 'block', colorScheme: 'normal' });

  const dialog = container === undefined ? createDialog() : null;
  let last: ConnectEvent = { type: 'exit', connectionId: null };
  let isOpen = true;

  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    removeEventListener('message', hear);
    dialog?.close();
    (dialog ?? frame).remove();
    const event = { type: 'exit', connectionId: last.connectionId ?? null };
    onEvent?.(event);
    onExit?.(event);
  };
  const hear = ({ source, origin: from, data }: MessageEvent): void => {
    // Other frames and windows can send messages that look like these.
    if (source !== frame.contentWindow || from !== origin || data?.source !== MARK) return;
    const { source: _, ...event } = data;
    last = event;
    if (event.type === 'exit') {
      close();
      return;
    }
    onEvent?.(event);
    if (event.type === 'completed') onSuccess?.(event);
  };
  addEventListener('message', hear);
  // Escape, where the page around the frame has the keyboard.
  dialog?.addEventListener('close', close);
  (dialog ?? container)?.append(frame);
  if (dialog !== null) {
    document.body.append(dialog);
    // The browser keeps the keyboard inside, and gives it back where it was.
    dialog.showModal();
    frame.focus();
  }
  return { close };
}

function createDialog(): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', TITLE);
  Object.assign(dialog.style, {
    border: '0',
    padding: '0',
    width: 'min(30rem, 100vw)',
    height: 'min(48rem, 100dvh)',
    maxWidth: '100vw',
    maxHeight: '100dvh',
    borderRadius: innerWidth > 480 ? '12px' : '0',
    overflow: 'hidden',
    boxShadow: '0 12px 48px rgb(0 0 0 / 0.35)',
  });
  return dialog;
}

Object.assign(globalThis, { CausewayConnect: { open } });
