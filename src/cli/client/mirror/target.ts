import {
  createPostgresStorage,
  type MirrorStorage,
  openJsonLinesStorage,
  openSqliteStorage,
} from '@causeway/client/mirror';
import { InvalidArgumentError } from 'commander';
import { openDriver } from '../../../infra/database/driver.ts';
import { CommandRefused } from '../../outcome.ts';

/** Where a mirror is kept. */
export type MirrorTarget =
  | { readonly kind: 'sqlite' | 'jsonl'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Reads `sqlite:FILE`, `jsonl:FILE` or `postgres://…`. Throws InvalidArgumentError that does not repeat a password. */
export function readMirrorTarget(text: string): MirrorTarget {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { kind: 'postgres', url: text };
  const [, kind, path] = /^(sqlite|jsonl):(.+)$/s.exec(text) ?? [];
  if ((kind === 'sqlite' || kind === 'jsonl') && path !== undefined) return { kind, path };
  throw new InvalidArgumentError('It must be sqlite:FILE, jsonl:FILE or postgres://user:password@host:5432/database.');
}

/** Opens the storage; closing it closes everything that was opened for it. */
export async function openMirrorStorage(target: MirrorTarget, schema: string): Promise<MirrorStorage> {
  if (target.kind === 'postgres') return openPostgres(target.url, schema);
  const open = target.kind === 'sqlite' ? openSqliteStorage : openJsonLinesStorage;
  return open(target.path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandRefused(`${target.path} cannot be opened as a mirror: ${reason}`, { cause });
  });
}

async function openPostgres(url: string, schema: string): Promise<MirrorStorage> {
  const pool = openDriver(url, {
    max: 2,
    onnotice: () => undefined,
    connection: { application_name: 'causeway mirror' },
  });
  try {
    const storage = await createPostgresStorage(pool, { schema });
    return { ...storage, close: () => pool.end({ timeout: 5 }) };
  } catch (cause) {
    await pool.end({ timeout: 5 });
    if (cause instanceof TypeError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandRefused(`The database cannot be used for a mirror: ${reason}`, { cause });
  }
}
