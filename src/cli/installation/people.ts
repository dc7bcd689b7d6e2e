import type { Command } from 'commander';
import { createPasswordLink, createSetUpLink, type NewLink } from '../../commands/people/create-people-link.ts';
import { removePerson } from '../../commands/people/remove-person.ts';
import type { Config } from '../../config.ts';
import { listPeople } from '../../store/people/people.ts';
import { CommandRefused } from '../outcome.ts';
import { renderTable } from '../terminal/table.ts';
import { withInstallation } from './setting.ts';

/** `causeway people list|reset-password|remove` and `causeway console setup-link`. */
export function addPeopleCommands(program: Command): void {
  const people = program.command('people').description('people who sign in to the console');
  people
    .command('list')
    .description('list people with the organizations that they are a member of')
    .option('--json', 'print JSON')
    .action(listAll);
  people
    .command('reset-password <email>')
    .description('make a link by which a person chooses a new password; it works once, for a day')
    .action(resetPassword);
  people
    .command('remove <email>')
    .description('remove a person with their sessions and memberships; the address is free again')
    .option('--force', 'also when an organization then has no owner')
    .action(removeOne);
  program
    .command('console')
    .description('the console')
    .command('setup-link')
    .description('make a new link by which the first person comes in; earlier ones end')
    .action(makeSetUpLink);
}

async function listAll(options: { json?: boolean }): Promise<void> {
  const all = await withInstallation(({ sql }) => listPeople(sql));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  const titles = ['E-MAIL', 'NAME', 'ONE-TIME CODES', 'MEMBER OF', 'SINCE'];
  const rows = all.map(({ email, name, hasTwoFactor, memberships, createdAt }) => [
    email,
    name,
    hasTwoFactor ? 'yes' : 'no',
    memberships.join(', '),
    createdAt,
  ]);
  process.stdout.write(
    renderTable(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
}

async function resetPassword(email: string): Promise<void> {
  const text = await withInstallation(async ({ commands, config }) => {
    const made = await createPasswordLink(commands, email);
    if (!made.ok) throw new CommandRefused(`${made.refusal.message} See: causeway people list`);
    return describeLink(`${addressOf(config)}/console/reset-password`, made.value);
  });
  process.stdout.write(text);
}

async function removeOne(email: string, options: { force?: boolean }): Promise<void> {
  const { person, memberships } = await withInstallation(async ({ commands }) => {
    const removed = await removePerson(commands, email, { force: options.force === true });
    if (removed.ok) return removed.value;
    const { code, message } = removed.refusal;
    throw new CommandRefused(
      code === 'not_found'
        ? `${message} See: causeway people list`
        : `${message} Make another member an owner first, or use --force.`,
    );
  });
  const places = memberships.map(({ organizationName }) => organizationName).join(', ');
  process.stdout.write(
    `${person.email} is removed${places === '' ? '' : `, also from ${places}`}. Keys that they made stay in force; the audit log names them.\n`,
  );
}

async function makeSetUpLink(): Promise<void> {
  const text = await withInstallation(async ({ commands, config }) => {
    const made = await createSetUpLink(commands, { replace: true });
    if (made === null)
      throw new CommandRefused(
        'The console was set up already. For a new password: causeway people reset-password EMAIL',
      );
    return describeLink(`${addressOf(config)}/console/set-up`, made);
  });
  process.stdout.write(text);
}

function describeLink(url: string, { token, expiresAt }: NewLink): string {
  return `${url}#token=${token}\nIt works once, until ${expiresAt}.\n`;
}

/** Where people reach the pages, as far as the settings tell. */
function addressOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
