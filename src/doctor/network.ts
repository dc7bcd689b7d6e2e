import { lookup } from 'node:dns/promises';
import { connect, createServer } from 'node:net';
import { systemErrorCode } from '../infra/system-error.ts';
import { type Finding, ok, problem, warn } from './finding.ts';

/** One listener of the settings. */
export interface Listener {
  readonly speaks: 'api' | 'metrics' | 'mail' | 'sms';
  readonly name: string;
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

/** An answer of Causeway comes at once, but metrics are read from the database first. */
const ANSWER_MS = 5_000;

/** Whether each listener's port is free, or is taken by a server of Causeway, which each answers in its own way. */
export async function checkPorts(listeners: readonly Listener[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const listener of listeners.filter(({ port }) => port !== 0)) {
    const { name, variable, host, port } = listener;
    const state = await tryPort(host, port);
    if (state === 'free') findings.push(ok('ports', `${name}: port ${port} of ${host} is free.`));
    else if (state === 'foreign-address')
      findings.push(
        problem(
          'ports',
          `${name}: ${host} is no address of this machine.`,
          `Correct ${variable.replace('_PORT', '_HOST')}.`,
        ),
      );
    else if (state === 'forbidden')
      findings.push(
        problem(
          'ports',
          `${name}: this user may not listen on port ${port}.`,
          `Take a port from 1024 on in ${variable}.`,
        ),
      );
    else if (await isOurs(listener))
      findings.push(ok('ports', `${name}: port ${port} of ${host} is in use, by a server of Causeway.`));
    else
      findings.push(
        problem(
          'ports',
          `${name}: port ${port} of ${host} is in use by another program.`,
          `End that program, or set ${variable} to another port.`,
        ),
      );
  }
  return findings.length > 0 ? findings : [ok('ports', 'All listeners take a free port.')];
}

function tryPort(host: string, port: number): Promise<'free' | 'taken' | 'foreign-address' | 'forbidden'> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const code = systemErrorCode(cause);
      if (code === 'EADDRINUSE') resolve('taken');
      else if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') resolve('foreign-address');
      else if (code === 'EACCES') resolve('forbidden');
      else reject(cause);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

/** Whether what listens there speaks like the server that should. */
async function isOurs({ speaks, host, port }: Listener): Promise<boolean> {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  if (speaks === 'mail') return (await readGreeting(reachable, port)).includes('Causeway');
  const origin = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    // Without its secret a text message is refused before it is read.
    if (speaks === 'sms') return (await fetch(`${origin}/sms`, { method: 'POST', signal })).status === 401;
    const response = await fetch(`${origin}${speaks === 'api' ? '/v1/health/live' : '/metrics'}`, { signal });
    return response.ok && (await response.text()).includes(speaks === 'api' ? '"status"' : 'causeway_');
  } catch {
    // Whatever it is that listens there does not speak like ours.
    return false;
  }
}

/** What a server says of itself to whoever comes; empty where it waits to be spoken to. */
function readGreeting(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const end = (greeting: string) => {
      socket.destroy();
      resolve(greeting);
    };
    socket.once('data', (bytes: Buffer) => end(bytes.toString('latin1')));
    socket.once('timeout', () => end(''));
    socket.once('error', () => end(''));
    socket.once('end', () => end(''));
  });
}

/** Whether the names of receivers can be resolved here. `hosts` are those of active webhooks, each once. */
export async function checkNames(hosts: readonly string[]): Promise<Finding[]> {
  const unresolved: string[] = [];
  for (const host of hosts) {
    const isKnown = await lookup(host).then(
      () => true,
      () => false,
    );
    if (!isKnown) unresolved.push(host);
  }
  // That all is well with webhooks is said once, by the check of their deliveries.
  if (unresolved.length === 0) return [];
  const isAll = unresolved.length === hosts.length;
  return [
    warn(
      'webhooks',
      `${isAll ? 'No name of a receiver' : `${unresolved.length} of ${hosts.length} names of receivers`} can be resolved here: ${unresolved.slice(0, 3).join(', ')}.`,
      isAll
        ? 'Does this machine reach a name server? See /etc/resolv.conf.'
        : 'Ask those who registered them; GET /v1/webhooks shows the URLs.',
    ),
  ];
}
