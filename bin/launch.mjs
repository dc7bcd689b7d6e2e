#!/usr/bin/env node
// node bin/launch.mjs <quickstart|verify|prove|score|bench|run> [arguments]: installs what is missing, finds the pinned
// Node, and runs the command with it. Runs on any Node from 20 up with nothing installed.
import { installWhenNeeded } from './install.mjs';
import { findRuntime, projectRoot, runProject } from './runtime.mjs';

const COMMANDS = {
  quickstart: { file: 'src/cli/main.ts', args: ['quickstart'] },
  verify: { file: 'test/verify.ts', args: [] },
  prove: { file: 'bench/prove/main.ts', args: [] },
  score: { file: 'bench/score/main.ts', args: [] },
  bench: { file: 'bench/run.ts', args: [] },
  run: { file: 'src/cli/main.ts', args: [] },
};

async function launch([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : null;
  if (command === null) return stop(`Usage: node bin/launch.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`, 2);
  const installed = await installWhenNeeded(projectRoot);
  if (installed.kind === 'failed') return stop(installed.message, 1);
  const runtime = findRuntime();
  if (runtime.kind === 'missing') return stop(runtime.message, 1);
  return runProject(runtime, command.file, [...command.args, ...args]);
}

function stop(message, code) {
  process.stderr.write(`${message}\n`);
  return code;
}

// Not process.exit(): what was written to a pipe is still on its way.
process.exitCode = await launch(process.argv.slice(2));
