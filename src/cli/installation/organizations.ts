import type { Command } from 'commander';
import { setOrganizationRateLimit } from '../../commands/keys/set-rate-limit.ts';
import { createOrganization } from '../../commands/people/create-organization.ts';
import type { Db } from '../../infra/database.ts';
import { listOrganizations, type OrganizationRow } from '../../store/tenants/organizations.ts';
import { CommandRefused } from '../outcome.ts';
import { renderTable } from '../terminal/table.ts';
import { describeRate, readRate } from './rate-option.ts';
import { withInstallation } from './setting.ts';

/** `causeway orgs create|list|limit`. */
export function addOrganizationsCommands(program: Command): void {
  const orgs = program.command('orgs').description('organizations of this installation');
  orgs
    .command('create <name>')
    .description('add an organization with its default entity')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      const organization = await withInstallation(({ commands }) => createOrganization(commands, name));
      process.stdout.write(
        options.json ? `${JSON.stringify(organization)}\n` : `${organization.id}  ${organization.name}\n`,
      );
    });
  orgs
    .command('list')
    .description('list all organizations')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const all = await withInstallation(({ sql }) => listOrganizations(sql));
      const rows = all.map(({ id, name, createdAt }) => [id, name, createdAt]);
      const columns = [{ title: 'ID' }, { title: 'NAME' }, { title: 'CREATED' }];
      process.stdout.write(options.json ? `${JSON.stringify(all)}\n` : renderTable(columns, rows));
    });
  orgs
    .command('limit <organization>')
    .argument('<rate>', 'requests a second, none or default', readRate)
    .description('limit all keys of an organization together to so many requests a second; none, or default')
    .action(async (named: string, perSecond: number | null) => {
      const organization = await withInstallation(async ({ commands, sql }) => {
        const chosen = await chooseOrganization(sql, named);
        await setOrganizationRateLimit(commands, chosen, perSecond);
        return chosen;
      });
      process.stdout.write(`${organization.name} ${describeRate(perSecond)}.\n`);
    });
}

/** The organization that a command means: by id or name, or the only one there is. */
export async function chooseOrganization(db: Db, wanted: string | undefined): Promise<OrganizationRow> {
  const all = await listOrganizations(db);
  const matches = wanted === undefined ? all : all.filter(({ id, name }) => id === wanted || name === wanted);
  const [match, ...others] = matches;
  if (match === undefined)
    throw new CommandRefused(
      wanted === undefined
        ? 'There is no organization yet. Make one with: causeway orgs create NAME'
        : `There is no organization ${wanted}. See: causeway orgs list`,
    );
  if (others.length > 0) throw new CommandRefused('There are several organizations. Name one by its id with --org.');
  return match;
}
