#!/usr/bin/env node
// node bin/launch.mjs <build|quickstart|verify|prove|chaos|score|bench|fuzz|pack|run> [arguments]: installs what is missing, finds the pinned
// Node, and runs the command with it. Runs on any Node from 20 up with nothing installed.
import { installWhenNeeded } from './install.mjs';
import { buildPagesWhenNeeded } from './pages.mjs';
import { findRuntime, projectRoot, runProject } from './runtime.mjs';

const COMMANDS = {
  build: { file: 'apps/console/build/main.ts', args: [] },
  quickstart: { file: 'src/cli/main.ts', args: ['quickstart'] },
  verify: { file: 'test/verify.ts', args: [] },
  prove: { file: 'proofs/prove/main.ts', args: [] },
  chaos: { file: 'proofs/chaos/main.ts', args: [] },
  score: { file: 'proofs/score/main.ts', args: [] },
  bench: { file: 'bench/main.ts', args: [] },
  fuzz: { file: 'proofs/fuzz/main.ts', args: [] },
  pack: { file: 'packages/pack.ts', args: [] },
  run: { file: 'src/cli/main.ts', args: [] },
};

async function launch([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : null;
  if (command === null) return stop(`Usage: node bin/launch.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`, 2);
  const installed = await installWhenNeeded(projectRoot);
  if (installed.kind === 'failed') return stop(installed.message, 1);
  const runtime = findRuntime();
  if (runtime.kind === 'missing') return stop(runtime.message, 1);
  if (needsPages(name, args)) {
    const built = await buildPagesWhenNeeded(projectRoot, runtime);
    // Everything but the pages works without them, and they say themselves what is missing.
    if (built.kind === 'failed') process.stderr.write(`${built.message}\n`);
  }
  return runProject(runtime, command.file, [...command.args, ...args]);
}

function needsPages(name, [first]) {
  return name === 'quickstart' || name === 'verify' || (name === 'run' && first === 'serve');
}

function stop(message, code) {
  process.stderr.write(`${message}\n`);
  return code;
}

// Not process.exit(): what was written to a pipe is still on its way.
process.exitCode = await launch(process.argv.slice(2));
