import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { systemErrorCode } from '../infra/system-error.ts';
import { type Finding, ok, problem, warn } from './finding.ts';

/** One listener of the settings. */
export interface Listener {
  readonly name: string;
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Whether each listener's port is free, or is taken by a server of Causeway: the API answers for itself, and where it does the other
 * ports are taken to be that server's.
 */
export async function checkPorts(listeners: readonly Listener[]): Promise<Finding[]> {
  const [api] = listeners;
  const isRunning = api !== undefined && api.port !== 0 && (await isOurs(api));
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
    else if (isRunning)
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

async function isOurs({ host, port }: Listener): Promise<boolean> {
  const reachable =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${reachable}:${port}/v1/health/live`, { signal: AbortSignal.timeout(3_000) });
    return response.ok && (await response.text()).includes('"status"');
  } catch {
    // Whatever it is that listens there does not speak like ours.
    return false;
  }
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
