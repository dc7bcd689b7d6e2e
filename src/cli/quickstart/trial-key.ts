import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiKey } from '../../commands/keys/create-api-key.ts';
import { createOrganization } from '../../commands/people/create-organization.ts';
import { parseApiKey } from '../../domain/access/api-key.ts';
import { SCOPES } from '../../domain/access/scope.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import type { Installation } from '../../main.ts';
import { findApiKeyByKeyId } from '../../store/keys/api-keys.ts';
import { listOrganizations } from '../../store/tenants/organizations.ts';
import { CommandRefused } from '../outcome.ts';

const LIFETIME_MS = 90 * 86_400_000;

/**
 * A test key for trying things out. It is kept in the data folder, readable by its owner only, so that every start shows
 * the same one; an expired or revoked one is replaced.
 */
export async function readTrialKey({ commands, config, sql }: Installation): Promise<string> {
  const path = join(config.dataDir, 'trial-key');
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  const parsed = parseApiKey(kept);
  const stored = parsed === null ? null : await findApiKeyByKeyId(sql, parsed.keyId);
  if (stored !== null && stored.revokedAt === null && stored.expiresAt > instantFromMs(Date.now())) return kept;
  const [organization = await createOrganization(commands, 'My organization')] = await listOrganizations(sql);
  const created = await createApiKey(commands, {
    organizationId: organization.id,
    environment: 'test',
    name: 'quickstart',
    scopes: SCOPES,
    lifetimeMs: LIFETIME_MS,
  });
  if (!created.ok) throw new CommandRefused(created.refusal.message);
  await writeFile(path, `${created.value.text}\n`, { mode: 0o600 });
  return created.value.text;
}
