import type { Command } from 'commander';
import { withInstallation } from './setting.ts';

/** `causeway migrate`. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date and stop')
    .action(async () => {
      // Opening an installation migrates it.
      await withInstallation(async () => undefined);
      process.stdout.write('The database is up to date.\n');
    });
}
