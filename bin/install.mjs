// Plain JavaScript without dependencies: see runtime.mjs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  existsSync,
  constants as fileModes,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

// Tools and platform packages are part of it, whatever NODE_ENV or the user's settings leave out.
const FLAGS = ['--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];

/** npm's codes for a registry that cannot be reached, and for a cache that alone does not suffice. */
const NETWORK_CODES = [
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT'],
  ...['ERR_SOCKET_TIMEOUT', 'ENOTCACHED'],
];

/** The codes of a registry whose certificate Node does not trust, as behind a proxy that looks into encrypted traffic. */
const CERTIFICATE_CODES = [
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT'],
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_UNTRUSTED', 'CERT_HAS_EXPIRED'],
];

/** npm's output is kept for the case that it fails; more than this nobody reads. */
const MAX_OUTPUT_CHARS = 256 * 1024;

/**
 * Installs the dependencies when they do not match the lock file, the manifests and this platform. Says so to `out`, which is not
 * standard output: that belongs to the command.
 * @returns {Promise<{ kind: 'current' | 'installed' } | { kind: 'failed', message: string }>}
 */
export async function installWhenNeeded(root, out = process.stderr) {
  const stampFile = join(root, 'node_modules', '.causeway-install');
  const stamp = computeStamp(root);
  if (stamp === null)
    return failure(`${join(root, 'package-lock.json')} is missing.`, 'Take a complete copy of the project.');
  const before = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
  if (before === stamp) return { kind: 'current' };
  // For images and machines that bring their own node_modules.
  if (process.env.CAUSEWAY_SKIP_INSTALL === '1') return { kind: 'current' };
  try {
    accessSync(root, fileModes.W_OK);
  } catch {
    return failure(
      `The folder ${root} cannot be written.`,
      'Run as its owner, or copy the project to a folder of your own.',
    );
  }
  // Removed first and written last: an interrupted installation leaves no stamp.
  rmSync(stampFile, { force: true });
  const run = await installAll(root, before !== null, out);
  // npm takes back what it has changed in place when it fails, as without a network: what was whole before still is.
  const after = run.kind === 'failed' ? before : stamp;
  if (after !== null) writeFileSync(stampFile, after);
  return run;
}

/**
 * Everything an installation depends on, as one line; null without a lock file. The Node that runs now is no part of it: the project runs
 * with the pinned one, which the lock file names, and the first command is often started by another Node than those after it, for which
 * npm puts the pinned one first on the path.
 */
export function computeStamp(root) {
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) return null;
  const hash = createHash('sha256');
  for (const file of [lock, ...listManifests(root)])
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

function listManifests(root) {
  const folders = ['packages', 'apps'].flatMap((group) => {
    const parent = join(root, group);
    return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
  });
  return [root, ...folders.sort()].map((folder) => join(folder, 'package.json')).filter((file) => existsSync(file));
}

/**
 * `npm ci` into an empty folder or over a broken installation, which it removes first. A whole one is brought up to date in place, because a
 * server may be running from it: `npm install --no-save` touches only what has changed. It also serves where npm finds the lock file
 * incomplete: one made where a registry lacks the packages of some other platform does not list them, and `npm ci` refuses it everywhere.
 * Both install what is listed exactly as listed.
 */
async function installAll(root, isWhole, out) {
  const progress = startProgress(isWhole ? 'Updating dependencies' : 'Installing dependencies', out);
  // npm repeats each try of a registry that it cannot reach, which adds up to minutes; its cache alone may still hold everything.
  const asked = await runNpm(root, ['ping', '--fetch-retries=0']);
  const isCutOff = asked.kind === 'refused' && isUnreachable(readNpmCode(asked.output));
  const flags = [...(isCutOff ? ['--offline'] : []), ...FLAGS];
  const inPlace = ['install', '--no-save', ...flags];
  let run = await runNpm(root, isWhole ? inPlace : ['ci', ...flags]);
  if (run.kind === 'refused' && readNpmCode(run.output) === 'EUSAGE' && !isWhole) run = await runNpm(root, inPlace);
  progress.end(run.kind === 'done' ? 'done' : 'failed');
  if (run.kind === 'done') {
    if (isWhole) out.write('Restart what is running from this folder.\n');
    return { kind: 'installed' };
  }
  if (run.kind === 'absent') {
    const problem =
      run.error.code === 'ENOENT' ? 'npm was not found.' : `npm could not be started: ${run.error.message}.`;
    return failure(problem, 'Install Node together with npm (any version from 20 up), then run the command again.');
  }
  // What the cache lacks is the consequence; the cause is what the registry was asked in vain for.
  const { output } = isCutOff && readNpmCode(run.output) === 'ENOTCACHED' ? asked : run;
  return failure(`${shorten(output)}\n\nnpm could not install the dependencies.`, adviseOn(readNpmCode(output)));
}

function isUnreachable(code) {
  return NETWORK_CODES.includes(code) || CERTIFICATE_CODES.includes(code);
}

function runNpm(root, args) {
  const npm = findNpm();
  const child = spawn(npm.command, [...npm.args, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk) => {
    output = (output + chunk).slice(-MAX_OUTPUT_CHARS);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  // Whoever ends us ends npm, too; it would go on alone.
  const stop = (signal) => {
    child.kill(signal);
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  return new Promise((resolve) => {
    const end = (run) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(run);
    };
    child.once('error', (error) => end({ kind: 'absent', error }));
    child.once('close', (code) => end({ kind: code === 0 ? 'done' : 'refused', output }));
  });
}

/** npm itself when it started us, so that its version and settings stay the same; else the one on the path. */
function findNpm() {
  const path = process.env.npm_execpath;
  if (path !== undefined && /npm-cli\.c?js$/.test(path) && existsSync(path))
    return { command: process.execPath, args: [path] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** The first lines name the cause, the last ones the log file; npm prints its whole manual in between. */
function shorten(output) {
  const lines = output.trimEnd().split('\n');
  return lines.length <= 50 ? lines.join('\n') : [...lines.slice(0, 40), '…', ...lines.slice(-5)].join('\n');
}

/** The code npm gives its failure (`npm error code ENOTFOUND`), or null. */
export function readNpmCode(output) {
  return /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1] ?? null;
}

/** What the reader can do about a failure of npm. */
export function adviseOn(code) {
  if (NETWORK_CODES.includes(code)) {
    return 'The package registry cannot be reached. Check the network and npm\'s proxy settings ("npm config get proxy"), then run the command again.';
  }
  if (CERTIFICATE_CODES.includes(code)) {
    return 'The package registry shows a certificate that is not trusted here, as behind a proxy that looks into encrypted traffic. Save the proxy\'s root certificate as a file, name it with "npm config set cafile <file>" and NODE_EXTRA_CA_CERTS=<file>, then run the command again.';
  }
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'A folder cannot be written. Run as the owner of the project folder; if it was installed as root before, remove node_modules first.';
    case 'ENOSPC':
      return 'The disk is full. Free about 1 GB, then run the command again.';
    case 'EUSAGE':
      return 'package.json and package-lock.json do not match. Run "npm install" once if you changed dependencies, else restore both files.';
    case 'E401':
    case 'E403':
    case 'E404':
      return 'The package registry refused. Check the registry npm is set to with "npm config get registry".';
    case 'EINTEGRITY':
      return 'A package arrived changed. Run "npm cache clean --force", then the command again.';
    default:
      return 'See the output above; removing node_modules and running the command again repairs a broken installation.';
  }
}

function failure(problem, fix) {
  return { kind: 'failed', message: `${problem}\nFix: ${fix}` };
}

function startProgress(text, out) {
  const startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 1000);
  if (!out.isTTY) {
    out.write(`${text} …\n`);
    return { end: (outcome) => out.write(`${text}: ${outcome} after ${seconds()} s\n`) };
  }
  const draw = () => out.write(`\r\x1b[K${text} … ${seconds()} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    end: (outcome) => {
      clearInterval(timer);
      out.write(`\r\x1b[K${text}: ${outcome} after ${seconds()} s\n`);
    },
  };
}
