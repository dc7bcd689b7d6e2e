import { createCalled } from './program.ts';

try {
  await (await createCalled(process.argv[2] ?? '')).parseAsync();
} catch (error) {
  const { exitWith } = await import('./outcome.ts');
  exitWith(error);
}
