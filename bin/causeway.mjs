#!/usr/bin/env node
// The command `causeway`: finds the pinned Node and runs the command line with all arguments.
import { findRuntime, runProject } from './runtime.mjs';

const runtime = findRuntime();
if (runtime.kind === 'missing') {
  process.stderr.write(`${runtime.message}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await runProject(runtime, 'src/cli/main.ts', process.argv.slice(2));
}
