import { type Command, InvalidArgumentError, Option } from 'commander';
import { createApiKey } from '../../commands/keys/create-api-key.ts';
import { revokeApiKey } from '../../commands/keys/revoke-api-key.ts';
import { setKeyRateLimit } from '../../commands/keys/set-rate-limit.ts';
import { parseApiKey } from '../../domain/access/api-key.ts';
import { isScope, SCOPES, type Scope } from '../../domain/access/scope.ts';
import { ENVIRONMENTS, type Environment } from '../../domain/environment.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { type ApiKeyRow, type KeyMaker, type ListedKey, listApiKeys } from '../../store/keys/api-keys.ts';
import { CommandRefused } from '../outcome.ts';
import { renderTable } from '../terminal/table.ts';
import { chooseOrganization } from './organizations.ts';
import { describeRate, readRate } from './rate-option.ts';
import { withInstallation } from './setting.ts';

const DAY_MS = 86_400_000;

interface CreateOptions {
  readonly org?: string;
  readonly env: Environment;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number;
  readonly rateLimit?: number | null;
  readonly json?: boolean;
}

/** `causeway keys create|list|revoke|limit`. */
export function addKeysCommands(program: Command): void {
  const keys = program.command('keys').description('API keys');
  keys
    .command('create')
    .description('make a key and show it, this once')
    .option('--org <id or name>', 'organization; needed only when there are several')
    .addOption(new Option('--env <environment>', 'environment').choices(ENVIRONMENTS).default('test'))
    .option('--name <name>', 'what the key is for', 'unnamed')
    .option('--scopes <scopes>', 'comma-separated; all when left out', readScopes, [...SCOPES])
    .option('--expires-in-days <days>', 'lifetime', readDays, 90)
    .option(
      '--rate-limit <rate>',
      'requests a second, or none; the setting of the installation when left out',
      readRate,
    )
    .option('--json', 'print JSON')
    .action(createKey);
  keys
    .command('list')
    .description('list keys, without their secrets')
    .option('--org <id or name>', 'organization; needed only when there are several')
    .option('--json', 'print JSON')
    .action(listKeys);
  keys
    .command('revoke <key>')
    .description('withdraw a key, named by its id or whole; takes effect everywhere within 5 seconds')
    .action(revokeKey);
  keys
    .command('limit <key>')
    .argument('<rate>', 'requests a second, none or default', readRate)
    .description('limit a key to so many requests a second; none for no limit, default for that of the installation')
    .action(limitKey);
}

async function createKey(options: CreateOptions): Promise<void> {
  const { key, text } = await withInstallation(async ({ commands, sql }) => {
    const organization = await chooseOrganization(sql, options.org);
    const created = await createApiKey(commands, {
      organizationId: organization.id,
      environment: options.env,
      name: options.name,
      scopes: options.scopes,
      lifetimeMs: options.expiresInDays * DAY_MS,
      requestsPerSecond: options.rateLimit ?? null,
    });
    if (!created.ok) throw new CommandRefused(created.refusal.message);
    return created.value;
  });
  if (options.json) process.stdout.write(`${JSON.stringify({ ...presentKey(key), key: text })}\n`);
  else {
    // The key alone on standard output, so that a script can take it; the rest is for the person.
    process.stderr.write(
      `Key ${key.keyId} for ${key.environment}, valid until ${key.expiresAt}. It is shown only now:\n`,
    );
    process.stdout.write(`${text}\n`);
  }
}

async function listKeys(options: { org?: string; json?: boolean }): Promise<void> {
  const all = await withInstallation(async ({ sql }) =>
    listApiKeys(sql, (await chooseOrganization(sql, options.org)).id),
  );
  if (options.json) {
    process.stdout.write(`${JSON.stringify(all.map(presentKey))}\n`);
    return;
  }
  const titles = ['KEY', 'ENVIRONMENT', 'NAME', 'STATE', 'EXPIRES', 'LAST USED', 'MADE BY', 'SCOPES'];
  const rows = all.map((key) => [
    key.keyId,
    key.environment,
    key.name,
    stateOf(key),
    key.expiresAt,
    key.lastUsedAt ?? 'never',
    describeMaker(key.madeBy),
    key.scopes.length === SCOPES.length ? 'all' : key.scopes.join(','),
  ]);
  process.stdout.write(
    renderTable(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
}

async function revokeKey(named: string): Promise<void> {
  const keyId = parseApiKey(named)?.keyId ?? named;
  const revoked = await withInstallation(({ commands }) => revokeApiKey(commands, keyId));
  if (revoked === null) throw new CommandRefused(`There is no key ${keyId} in force. See: causeway keys list`);
  process.stdout.write(`Key ${keyId} is revoked.\n`);
}

async function limitKey(named: string, perSecond: number | null): Promise<void> {
  const keyId = parseApiKey(named)?.keyId ?? named;
  if (!(await withInstallation(({ commands }) => setKeyRateLimit(commands, keyId, perSecond))))
    throw new CommandRefused(`There is no key ${keyId}. See: causeway keys list`);
  process.stdout.write(`Key ${keyId} ${describeRate(perSecond)}.\n`);
}

/** People by their address, who made it at the command line by their name there. */
function describeMaker(maker: KeyMaker | null): string {
  return maker === null ? 'unknown' : `${maker.kind} ${maker.label ?? maker.id}`;
}

function presentKey(key: ListedKey) {
  const { keyId, environment, organizationId, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt, madeBy } = key;
  return {
    keyId,
    environment,
    organizationId,
    name,
    scopes,
    state: stateOf(key),
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedAt,
    madeBy,
  };
}

function stateOf(key: ApiKeyRow): 'revoked' | 'expired' | 'in force' {
  if (key.revokedAt !== null) return 'revoked';
  return key.expiresAt <= instantFromMs(Date.now()) ? 'expired' : 'in force';
}

function readScopes(text: string): Scope[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !isScope(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`Unknown: ${unknown.join(', ')}. Scopes are ${SCOPES.join(', ')}.`);
  return names.filter(isScope);
}

function readDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 3_660) throw new InvalidArgumentError('It must be a whole number of days from 1 to 3660.');
  return days;
}
