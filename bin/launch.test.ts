import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = dirname(fileURLToPath(import.meta.url));
let root: string;
let fakes: string;
let children: ChildProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'causeway-launch-'));
  fakes = join(root, 'fakes');
  cpSync(bin, join(root, 'bin'), { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
  for (const folder of ['fakes', 'src/cli', 'test', 'packages/one']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"name":"x","type":"module"}');
  writeFileSync(join(root, 'packages/one/package.json'), '{"name":"one"}');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(
    join(root, 'src/cli/main.ts'),
    'const a: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify(a));\n',
  );
  children = [];
  fakeNpm('mkdir -p node_modules');
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

/** An npm that notes its arguments and then does what the shell text says. */
function fakeNpm(text: string): void {
  writeFileSync(join(fakes, 'npm'), `#!/bin/sh\n[ "$1" = ping ] || echo "$@" >> npm-calls\n${text}\n`);
  chmodSync(join(fakes, 'npm'), 0o755);
}

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { PATH: `${fakes}:/usr/bin:/bin`, ...more };
}

function launch(args: string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [join(root, 'bin/launch.mjs'), ...args], {
    env: environment(env),
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function countInstalls(): number {
  const file = join(root, 'npm-calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
}

async function startLong(script: string): Promise<{ child: ChildProcess; exited: Promise<number | null> }> {
  writeFileSync(join(root, 'src/cli/main.ts'), script);
  const child = spawn(process.execPath, [join(root, 'bin/causeway.mjs')], { env: environment(), stdio: 'pipe' });
  children.push(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
  return { child, exited };
}

describe('launch', () => {
  it('installs once, and again when a manifest or the lock file has changed', () => {
    const first = launch(['quickstart', '--port', '1']);
    expect(first).toMatchObject({ code: 0, out: '["quickstart","--port","1"]\n' });
    expect(first.err).toMatch(/^Installing dependencies …\nInstalling dependencies: done after \d+ s\n$/);
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci --no-audit --no-fund/);
    expect(launch(['run', 'a b']).out).toBe('["a b"]\n');
    expect(countInstalls()).toBe(1);
    writeFileSync(join(root, 'packages/one/package.json'), '{"name":"one","version":"2"}');
    expect(launch(['quickstart'])).toMatchObject({ code: 0, out: '["quickstart"]\n' });
    expect(countInstalls()).toBe(2);
    writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
    launch(['run']);
    expect(countInstalls()).toBe(3);
  });

  it('installs once, whichever Node begins: afterwards npm puts the pinned one first on the path', () => {
    launch(['run']);
    const another = join(root, 'another-node.mjs');
    writeFileSync(another, "Object.defineProperty(process.versions, 'modules', { value: '115' });");
    expect(launch(['run'], { NODE_OPTIONS: `--import=${pathToFileURL(another)}` })).toMatchObject({ code: 0, err: '' });
    expect(countInstalls()).toBe(1);
  });

  it('brings a whole installation up to date in place, because a server may be running from it', () => {
    fakeNpm('[ "$1" = ci ] && rm -rf node_modules; mkdir -p node_modules');
    launch(['run']);
    writeFileSync(join(root, 'node_modules/in-use'), '');
    writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
    expect(launch(['run']).err).toMatch(
      /^Updating dependencies …\n.*: done after \d+ s\nRestart what is running from this folder.\n$/,
    );
    expect(existsSync(join(root, 'node_modules/in-use'))).toBe(true);
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci .*\ninstall --no-save .*\n$/);
  });

  it('leaves what is installed in place when it cannot be brought up to date', () => {
    launch(['run']);
    writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
    fakeNpm('[ "$1" = ping ] && code=ENOTFOUND || code=ENOTCACHED; echo "npm error code $code" >&2; exit 1');
    expect(launch(['run']).code).toBe(1);
    expect(launch(['run']).code).toBe(1);
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci .*(\ninstall --no-save --offline .*){2}\n$/);
  });

  it('installs anew where bringing it up to date was interrupted', () => {
    launch(['run']);
    writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
    fakeNpm('[ "$1" = ping ] || kill -9 $PPID');
    expect(launch(['run']).code).toBe(null);
    fakeNpm('');
    expect(launch(['run']).code).toBe(0);
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci .*\ninstall .*\nci .*\n$/);
  });

  it('builds the pages before it serves them, and again only when a source of them has changed', () => {
    const source = join(root, 'apps/console/src/page.ts');
    mkdirSync(join(root, 'apps/console/src'), { recursive: true });
    mkdirSync(join(root, 'apps/console/build'), { recursive: true });
    mkdirSync(join(root, 'apps/console/dist'), { recursive: true });
    writeFileSync(source, 'one');
    writeFileSync(
      join(root, 'apps/console/build/main.ts'),
      `import { stampOfPages, writePagesStamp } from '../../../bin/pages.mjs';
       writePagesStamp(${JSON.stringify(join(root, 'apps/console/dist'))}, stampOfPages(${JSON.stringify(root)}));
       console.log('built');`,
    );
    expect(launch(['run', 'keys', 'list']).err).not.toContain('built');
    expect(launch(['run', 'serve'])).toMatchObject({ out: '["serve"]\n', err: 'Building the pages …\nbuilt\n' });
    expect(launch(['run', 'serve'])).toMatchObject({ out: '["serve"]\n', err: '' });
    writeFileSync(source, 'two');
    expect(launch(['run', 'serve'], { CAUSEWAY_SKIP_BUILD: '1' }).err).toBe('');
    expect(launch(['quickstart'])).toMatchObject({ out: '["quickstart"]\n', err: 'Building the pages …\nbuilt\n' });
  });

  it('serves what does not need the pages when they cannot be built, and says how to build them', () => {
    mkdirSync(join(root, 'apps/console/build'), { recursive: true });
    writeFileSync(join(root, 'apps/console/build/main.ts'), 'process.exitCode = 1;');
    const served = launch(['run', 'serve']);
    expect(served).toMatchObject({ code: 0 });
    expect(served.out).toContain('["serve"]');
    expect(served.err).toContain('Fix: see the output above, then run "npm run build".');
  });

  it('installs nothing where the machine brings its own modules', () => {
    expect(launch(['run'], { CAUSEWAY_SKIP_INSTALL: '1' })).toMatchObject({ code: 0, out: '[]\n' });
    expect(countInstalls()).toBe(0);
  });

  it('shows what npm said and the fix when it fails, and tries again next time', () => {
    fakeNpm('echo "npm error code ENOTFOUND" >&2; exit 1');
    const first = launch(['quickstart']);
    expect(first.code).toBe(1);
    expect(first.err).toContain('npm error code ENOTFOUND');
    expect(first.err).toContain('Fix: The package registry cannot be reached.');
    fakeNpm('mkdir -p node_modules');
    expect(launch(['quickstart']).code).toBe(0);
  });

  it('installs from a lock file that npm finds incomplete, without changing it', () => {
    fakeNpm('mkdir -p node_modules; if [ "$1" = ci ]; then echo "npm error code EUSAGE" >&2; exit 1; fi');
    expect(launch(['run'])).toMatchObject({ code: 0, out: '[]\n' });
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci .*\ninstall --no-save .*\n$/);
  });

  it('uses the cache alone when there is no network, and says so when that does not suffice', () => {
    fakeNpm('[ "$1" = ping ] && code=ECONNREFUSED || code=ENOTCACHED; echo "npm error code $code" >&2; exit 1');
    expect(launch(['run']).err).toContain('Fix: The package registry cannot be reached.');
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci --offline /);
  });

  it('names the fix at once where the registry is reached through a proxy with a certificate of its own', () => {
    fakeNpm(
      '[ "$1" = ping ] && code=SELF_SIGNED_CERT_IN_CHAIN || code=ENOTCACHED; echo "npm error code $code" >&2; exit 1',
    );
    const { err } = launch(['run']);
    expect(err).toContain('npm error code SELF_SIGNED_CERT_IN_CHAIN');
    expect(err).toMatch(/Fix: .*"npm config set cafile <file>" and NODE_EXTRA_CA_CERTS=<file>/);
    // No attempt that npm would repeat for minutes.
    expect(readFileSync(join(root, 'npm-calls'), 'utf8')).toMatch(/^ci --offline .*\n$/);
  });

  it('says so when there is no npm', () => {
    rmSync(join(fakes, 'npm'));
    const run = launch(['verify'], { PATH: fakes });
    expect(run).toMatchObject({ code: 1 });
    expect(run.err).toContain('npm was not found.');
  });

  it('runs verify, hands over its exit code, and refuses other words', () => {
    writeFileSync(join(root, 'test/verify.ts'), 'const code: number = 3;\nprocess.exitCode = code;\n');
    expect(launch(['verify']).code).toBe(3);
    expect(launch(['bake'])).toMatchObject({ code: 2 });
    expect(launch([]).err).toContain('Usage:');
  });

  it('prefers the pinned Node, and passes over one that does not run', () => {
    launch(['run']);
    const pinned = join(root, 'node_modules/node/bin/node');
    mkdirSync(dirname(pinned), { recursive: true });
    writeFileSync(pinned, `#!/bin/sh\nif [ "$1" = -p ]; then echo 24.99.0; else echo pinned; fi\n`, { mode: 0o755 });
    expect(launch(['run']).out).toBe('pinned\n');
    writeFileSync(pinned, '#!/bin/sh\nexit 1\n');
    expect(launch(['run', 'x']).out).toBe('["x"]\n');
  });
});

describe('causeway', () => {
  it('lets the command end in order on one Ctrl-C, though npm and the terminal both send it', async () => {
    const { child, exited } = await startLong(
      `process.on('SIGINT', () => { console.log('stopping'); setImmediate(() => process.exit(7)); });
       setInterval(() => {}, 1000); console.log('ready');`,
    );
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await exited).toBe(7);
  });

  it('ends a command that hangs on the second Ctrl-C', async () => {
    const { child, exited } = await startLong(
      `process.on('SIGINT', () => console.log('deaf')); setInterval(() => {}, 1000); console.log('ready');`,
    );
    const deaf = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
    child.kill('SIGINT');
    await deaf;
    // The rule under test is a span of time: a second signal within half a second is the same key. The first one was passed on
    // before `deaf`; a third one could meet the launcher while it ends.
    setTimeout(() => child.kill('SIGINT'), 600);
    expect(await exited).toBe(128 + 9);
  });
});
