import { type Command, InvalidArgumentError, Option } from 'commander';
import { AUDIT_ACTIONS, type AuditAction, type AuditEntry } from '../../domain/audit-entry.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';
import { listAllAuditEntries } from '../../store/audit-entries.ts';
import { forTerminal } from '../terminal/line-output.ts';
import { renderTable } from '../terminal/table.ts';
import { chooseOrganization } from './organizations.ts';
import { withInstallation } from './setting.ts';

interface ListOptions {
  readonly org?: string;
  readonly installation?: boolean;
  readonly action?: AuditAction;
  readonly actor?: string;
  readonly target?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  readonly limit: number;
  readonly json?: boolean;
}

/** `causeway audit list`. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('who did what, when and from where');
  audit
    .command('list')
    .description('list audit entries of an organization, both environments, newest first')
    .option('--org <id or name>', 'organization; needed only when there are several')
    .option('--installation', 'entries of the whole installation instead, such as those of its master key')
    .addOption(new Option('--action <action>', 'only this act').choices(AUDIT_ACTIONS))
    .option('--actor <id>', 'only acts of this key or operator')
    .option('--target <id>', 'only acts upon this')
    .option('--since <time>', 'only entries of this moment or later', readInstant)
    .option('--until <time>', 'only entries of before this moment', readInstant)
    .option('--limit <count>', 'most entries to list', readLimit, 100)
    .option('--json', 'print JSON')
    .action(list);
}

async function list(options: ListOptions): Promise<void> {
  const { action = null, actor = null, target = null, since = null, until = null, limit } = options;
  const filter = { action, actorId: actor, targetId: target, from: since, to: until };
  const entries = await withInstallation(async ({ sql }) => {
    const organizationId = options.installation === true ? null : (await chooseOrganization(sql, options.org)).id;
    return listAllAuditEntries(sql, organizationId, filter, { limit, after: null });
  });
  process.stdout.write(options.json ? `${JSON.stringify(entries)}\n` : renderEntries(entries));
}

function renderEntries(entries: readonly AuditEntry[]): string {
  const titles = ['TIME', 'ENVIRONMENT', 'ACTOR', 'FROM', 'ACTION', 'TARGET', 'DETAILS'];
  const rows = entries.map((entry) => [
    entry.createdAt,
    entry.environment ?? '',
    forTerminal([entry.actorKind, entry.actorId, entry.actorLabel].filter((part) => part !== null).join(' ')),
    entry.sourceAddress ?? '',
    entry.outcome === 'done' ? entry.action : `${entry.action} (${entry.outcome})`,
    [entry.targetType, entry.targetId].filter((part) => part !== null).join(' '),
    Object.entries(entry.details)
      .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : value}`)
      .join(' '),
  ]);
  const columns = titles.map((title) => ({ title }));
  return renderTable(columns, rows);
}

function readInstant(text: string): Instant {
  const ms = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(ms))
    throw new InvalidArgumentError('It must be a date or a time, such as 2026-11-20 or 2026-11-20T06:00:00Z.');
  return instantFromMs(ms);
}

function readLimit(text: string): number {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 10_000) throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return count;
}
