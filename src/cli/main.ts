import type { Command } from 'commander';
import { COMMAND_FILES } from './commands.ts';
import { createRootCommand } from './root-command.ts';

/** The command line as far as it is called: one command, or all of them for help and for what is none. */
async function createCalled(name = ''): Promise<Command> {
  const load = Object.hasOwn(COMMAND_FILES, name) ? COMMAND_FILES[name] : undefined;
  if (load === undefined) return (await import('./program.ts')).createProgram();
  const root = createRootCommand();
  (await load())(root);
  return root;
}

try {
  await (await createCalled(process.argv[2])).parseAsync();
} catch (error) {
  const { exitWith } = await import('./outcome.ts');
  exitWith(error);
}
