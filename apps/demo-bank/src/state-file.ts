import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { DelegatedUser } from './delegated-user.ts';
import type { PortalSettings } from './portal/portal-settings.ts';

/** Everything that outlives the process. */
export interface BankState {
  readonly users: readonly DelegatedUser[];
  /** What has been ordered of whole portals, by bank. */
  readonly portals?: Readonly<Record<string, PortalSettings>>;
}

/** Where the state is kept. */
export interface StateFile {
  read(): Promise<BankState>;
  /** Resolves once the state is on disk. Writes happen one after the other, in the order of the calls. */
  write(state: BankState): Promise<void>;
  /** Resolves when no write is under way. */
  settle(): Promise<void>;
}

const FORMAT_VERSION = 1;

/** Opens the state in `stateDir`, which is created when missing. The file is replaced whole, never changed in place. */
export async function openStateFile(stateDir: string): Promise<StateFile> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, 'demo-bank.json');
  let lastWrite: Promise<void> = Promise.resolve();
  return {
    read: async () => {
      const text = await readText(path);
      return text === null ? { users: [] } : parseState(text, path);
    },
    write: (state) => {
      const text = `${JSON.stringify({ version: FORMAT_VERSION, ...state }, null, 2)}\n`;
      // A write that failed has told its own caller; it does not hold up the next one.
      lastWrite = lastWrite.catch(() => undefined).then(() => replaceFile(path, text));
      return lastWrite;
    },
    settle: () => lastWrite.catch(() => undefined),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseState(text: string, path: string): BankState {
  const advice = `move ${path} away to start with an empty bank`;
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch (cause) {
    throw new Error(`the state file is not JSON; ${advice}`, { cause });
  }
  if (!isOurs(state)) throw new Error(`the state file is not of version ${FORMAT_VERSION}; ${advice}`);
  return { users: state.users, ...(state.portals === undefined ? {} : { portals: state.portals }) };
}

/** Only this program writes the file, so the version stands for the shape of what is inside. */
function isOurs(state: unknown): state is BankState {
  return (
    typeof state === 'object' &&
    state !== null &&
    'version' in state &&
    state.version === FORMAT_VERSION &&
    'users' in state &&
    Array.isArray(state.users)
  );
}

async function replaceFile(path: string, text: string): Promise<void> {
  const aside = `${path}.new`;
  const file = await open(aside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}
