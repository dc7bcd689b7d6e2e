import { exitWith } from './outcome.ts';
import { createProgram } from './program.ts';

await createProgram().parseAsync().catch(exitWith);
