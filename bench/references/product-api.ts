import type { Operation } from '../../src/api/operation.ts';
import type { ApiParts } from '../../src/api/parts.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/infra/log.ts';
import { openInstallation, startApi } from '../../src/main.ts';
import { ROOT } from '../../test/support/root.ts';

/** What a server of the bench is started with. */
export interface ProductApiConfig {
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Serves these operations as the product serves its own: same app, same authentication, same database pool, same log.
 * The log goes nowhere but is written.
 */
export async function serveOperations(
  { settings }: ProductApiConfig,
  operations: readonly Operation<ApiParts>[],
): Promise<{ readonly url: string }> {
  const config = readConfig({ ...settings, CAUSEWAY_PORT: '0' }, ROOT);
  const log = createLog({ level: config.logLevel, name: 'api' });
  const { url } = await startApi(await openInstallation(config, log, { attach: false }), operations);
  return { url };
}
