import { Resolver } from 'node:dns/promises';

export interface NameServerOptions {
  /** `address:port` of each; those of the system by default. */
  readonly servers?: readonly string[];
  /** Wait for the first answer; it is asked once more, and waited for longer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * The addresses of a name, as name servers have them; throws with their error code where there are none. The system's own way takes one of four threads until the last
 * name server has been waited for: a few names whose servers never answer would stop every other look-up and all work on files. This way takes none, and leaves out
 * what a machine's own list of hosts says, which leads to no public place. `localhost` and all below it are this machine (RFC 6761).
 */
export async function askNameServers(name: string, options: NameServerOptions = {}): Promise<readonly string[]> {
  if (isLocalName(name)) return ['127.0.0.1', '::1'];
  // A new one each time, because the system's name servers change.
  const resolver = new Resolver({ timeout: options.timeoutMs ?? TIMEOUT_MS, tries: TRIES });
  if (options.servers !== undefined) resolver.setServers(options.servers);
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}

/** Whether the name is this machine's by definition. */
export function isLocalName(name: string): boolean {
  const plain = name.replace(/\.$/, '').toLowerCase();
  return plain === 'localhost' || plain.endsWith('.localhost');
}
