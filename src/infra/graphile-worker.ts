import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type GraphileWorker = typeof import('graphile-worker');

/** Its package.json names graphile-worker, which ends the search described below. */
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

let loaded: GraphileWorker | null = null;

/**
 * The library of the job queue, loaded at the first call. When it is loaded it looks for settings of its own in the working directory and in all
 * folders above, and a file that is found is run: whoever may write to one of them would get the database and the master key of the next
 * person who calls a command there. So it is made to look in the folder of this project, where the search ends at package.json.
 */
export function loadGraphileWorker(): GraphileWorker {
  if (loaded !== null) return loaded;
  const { cwd } = process;
  process.cwd = () => PROJECT;
  try {
    // Not by `import()`, during which everybody else would see the other folder, too.
    loaded = createRequire(import.meta.url)('graphile-worker') as GraphileWorker; // `require` knows no types.
    return loaded;
  } finally {
    process.cwd = cwd;
  }
}
