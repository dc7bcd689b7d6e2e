import { Agent } from 'undici';
import type { AddressKind } from './address-kind.ts';
import { askNameServers } from './ask-name-servers.ts';
import { exchange } from './exchange.ts';
import { createGuardedLookup } from './guarded-lookup.ts';
import type { OutboundOutcome, OutboundRequest } from './outbound-request.ts';
import type { Resolve } from './resolve-host.ts';
import { findUrlProblem } from './url-problem.ts';

export type { OutboundOutcome, OutboundRequest } from './outbound-request.ts';

/** Sends requests to public addresses only. */
export interface Outbound {
  /** Why nothing may ever be sent to this URL, as the end of a sentence; null when it may be tried. */
  findUrlProblem(url: string): string | null;
  /** Never throws for what the network does; misuse and the caller's own abort throw. */
  send(request: OutboundRequest): Promise<OutboundOutcome>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export interface OutboundOptions {
  /** Whether addresses of this machine may be reached. For development and tests. */
  readonly allowLoopback: boolean;
  /** Bound on making one connection. */
  readonly connectTimeoutMs?: number;
  /** How names are resolved; by name servers by default. */
  readonly resolve?: Resolve;
  /** Certificate authorities in PEM in place of those that Node brings along. */
  readonly ca?: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** The longest that a connection which a host promises to keep is held for the next request. */
const MAX_IDLE_MS = 60_000;

const MAX_KEPT_TARGETS = 1_000;

/** Makes the one way out for requests to addresses that customers give. */
export function createOutbound(options: OutboundOptions): Outbound {
  const { allowLoopback, connectTimeoutMs = CONNECT_TIMEOUT_MS, resolve = askNameServers, ca } = options;
  const allows = (kind: AddressKind) => kind === 'public' || (allowLoopback && kind === 'loopback');
  const lookup = createGuardedLookup({ allows, resolve });
  const agent = new Agent({
    connect: { lookup, timeout: connectTimeoutMs, ...(ca === undefined ? {} : { ca }) },
    keepAliveMaxTimeout: MAX_IDLE_MS,
    // One bound on the whole exchange stands for these.
    headersTimeout: 0,
    bodyTimeout: 0,
    // One request at a time on a connection, so that one receiver's slow answer holds up no other's.
    allowH2: false,
    pipelining: 1,
  });
  const targets = new Map<string, URL | string>();
  /** The URL, or what is wrong with it. The same few are asked for again and again. */
  const readTarget = (text: string): URL | string => {
    const known = targets.get(text);
    if (known !== undefined) return known;
    const target = findUrlProblem(text, { allowLoopback }) ?? new URL(text);
    if (targets.size >= MAX_KEPT_TARGETS) targets.clear();
    targets.set(text, target);
    return target;
  };
  return {
    findUrlProblem: (url) => findUrlProblem(url, { allowLoopback }),
    send: async (wanted) => {
      checkHeaders(wanted.headers);
      // Asked again: what was registered under other settings, and a host that is an address and needs no look-up.
      const target = readTarget(wanted.url);
      if (typeof target === 'string') return { kind: 'failed', code: 'blocked', message: `The URL ${target}.` };
      return exchange(wanted, target, agent);
    },
    close: () => agent.destroy(),
  };
}

/** They say where the message goes and where it ends, which the URL and the body say already. */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** Throws on a header that would end before its value does, or that is not the caller's to set. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
      throw new TypeError('the name of a header has a character that none may have');
    if (RESERVED_HEADERS.has(name.toLowerCase())) throw new TypeError(`the header ${name} is set from URL and body`);
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value))
      throw new TypeError(`the header ${name} has a character that none may have`);
  }
}
