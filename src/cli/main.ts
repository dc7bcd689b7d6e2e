import type { Command } from 'commander';

/**
 * `causeway inspect` is started without the rest of the product, of which it needs nothing: it begins sooner, and reads files of a gigabyte in
 * little more memory than loading the rest would take.
 */
async function createCalled(): Promise<Command> {
  if (process.argv[2] !== 'inspect') return (await import('./program.ts')).createProgram();
  const [{ createRootCommand }, { addInspectCommand }] = await Promise.all([
    import('./root-command.ts'),
    import('./inspect/command.ts'),
  ]);
  const root = createRootCommand();
  addInspectCommand(root);
  return root;
}

try {
  await (await createCalled()).parseAsync();
} catch (error) {
  const { exitWith } = await import('./outcome.ts');
  exitWith(error);
}
