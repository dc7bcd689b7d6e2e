import { fileURLToPath } from 'node:url';

/** The folder of the project, from which its settings name files. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
