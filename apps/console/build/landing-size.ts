import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** As far as it is read of what Vite writes of a build. */
interface Manifest {
  readonly [source: string]: { readonly file: string; readonly imports?: readonly string[] };
}

/** What somebody loads who is signed in and opens the console: its entry, and the page it begins with. */
const LANDING = ['console.html', 'src/pages/overview/overview-page.tsx'];

export interface LandingSize {
  readonly scripts: number;
  readonly gzipBytes: number;
  readonly brotliBytes: number;
}

/** The compressed scripts of the first load, with all that they import. */
export async function measureLanding(dist: string): Promise<LandingSize> {
  const manifest: Manifest = JSON.parse(await readFile(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const files = new Set<string>();
  const visit = (source: string) => {
    const chunk = manifest[source];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const source of LANDING) visit(source);
  const sum = async (suffix: string) => {
    const sizes = await Promise.all([...files].map((file) => sizeOf(join(dist, file), suffix)));
    return sizes.reduce((total, bytes) => total + bytes, 0);
  };
  return { scripts: files.size, gzipBytes: await sum('.gz'), brotliBytes: await sum('.br') };
}

/** Files that were too small to compress count as they are. */
async function sizeOf(file: string, suffix: string): Promise<number> {
  try {
    return (await stat(file + suffix)).size;
  } catch {
    return (await stat(file)).size;
  }
}
