const BLOCK = 512;

/** A regular file of a tar archive. */
export interface TarEntry {
  /** Last part of its path: archives are laid out flat, so that no name can lead out of the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The regular files of a tar archive that is in memory. Throws on a header whose size is no number. */
export function listTarEntries(archive: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    const path = readText(header, 0, 100);
    // Two empty blocks end an archive; one is enough to know.
    if (path === '') break;
    const size = Number.parseInt(readText(header, 124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(`tar entry ${path} has no size`);
    const start = at + BLOCK;
    const type = readText(header, 156, 1);
    const name = path.split('/').at(-1) ?? '';
    if ((type === '0' || type === '') && name !== '')
      entries.push({ name, bytes: archive.subarray(start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

function readText(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end))
    .toString('latin1')
    .trim();
}
