import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Sql } from '../database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/start.ts';
import { silentLog } from '../log.ts';
import { FRAME_BYTES, LARGE_VALUE, largeValueOf } from './large-value.ts';

let folder: string;
let server: EmbeddedPostgres;
let sql: Sql;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-large-'));
  const settings = { fsync: 'off' };
  server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: silentLog, settings });
  sql = openDatabase({ url: server.url, maxConnections: 4, applicationName: 'large-test', log: silentLog });
});

afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a borrowed value', () => {
  const read = async (size: number) => {
    const [row] = await sql`
      select ${LARGE_VALUE}::text, 7, repeat('ä', ${size}::int), null, 'borrowed'`.raw();
    return (row ?? []).map((column) => (column === null ? null : largeValueOf(column)));
  };

  it.each([0, 1, 10_000, 400_000])('of %i letters is framed where it lies', async (size) => {
    const [, seven, value, nothing, other] = await read(size);
    expect(Buffer.from(seven?.bytes ?? []).toString()).toBe('7');
    expect(nothing).toBeNull();
    expect(Buffer.from(other?.bytes ?? []).toString()).toBe('borrowed');
    expect(Buffer.from(value?.frame('[', ']') ?? []).toString()).toBe(`[${'ä'.repeat(size)}]`);
    expect(() => value?.frame('x'.repeat(FRAME_BYTES + 1), '')).toThrow(RangeError);
    value?.release();
  });

  it('is not touched by values that are read after it, until it is released', async () => {
    const values = await Promise.all([1, 2, 3, 4].map(async (factor) => (await read(20_000 * factor))[2]));
    for (const [index, value] of values.entries()) {
      expect(Buffer.from(value?.bytes ?? []).toString()).toBe('ä'.repeat(20_000 * (index + 1)));
      value?.release();
    }
  });

  it('released twice gives its memory back once', async () => {
    const first = (await read(20_000))[2];
    first?.release();
    first?.release();
    const [second, third] = [(await read(20_000))[2], (await read(20_000))[2]];
    expect(second?.bytes.byteOffset === third?.bytes.byteOffset && second?.bytes.buffer === third?.bytes.buffer).toBe(
      false,
    );
  });
});
