import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../../config.ts';
import { createLog, type Log } from '../../infra/log.ts';
import { type Installation, openInstallation } from '../../main.ts';

/** The project's own folder, from which relative settings are taken: every command finds the same data wherever it is called. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Settings of this process, with a logger by them. */
export function readSettings(name: string): { readonly config: Config; readonly log: Log } {
  const config = readConfig(process.env, ROOT);
  return { config, log: createLog({ level: config.logLevel, name }) };
}

/** Does something with the installation and closes it again; works beside a running server. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = readConfig(process.env, ROOT);
  // A command that prints to people keeps its log lines to itself, unless they warn.
  const log = createLog({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, name: 'cli' });
  const installation = await openInstallation(config, log, {
    attach: true,
    actor: { kind: 'operator', id: operatorName() },
  });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

/**
 * The name under which whoever runs this is signed in to the machine; a container's user may have none. Where a script runs commands as
 * the user of the service, it tells who has called it.
 */
function operatorName(): string {
  const told = process.env.CAUSEWAY_OPERATOR?.trim() ?? '';
  if (told !== '') return told;
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
